// Phones can pass a text on to any program they have. Where they cannot, the button stays away.
const share = document.getElementById("share");
if (navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () =>
    navigator.share({ title: share.dataset.title, text: document.getElementById("words").value }).catch(() => {}));
}
