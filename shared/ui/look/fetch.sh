#!/bin/sh
# Fetches what the look is made of, at the versions named here, from npm and PyPI (needs npm and uv). Run by hand when a
# version is raised; what it fetches is committed, so building and running the panel needs none of it.
#   look/fetch.sh && .venv/bin/python shared/ui/look/build.py
#   look/fetch.sh theme FILE     the theme of a municipality from its two colours
set -eu
[ "${1-}" = theme ] && municipality=$(realpath "$2")
cd "$(dirname "$0")"
css=1.22.0 cli=1.15.0 inter=5.3.0 serif=5.3.1
static=../src/ui/static
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm_get() { (cd "$work" && tar xzf "$(npm pack --silent "$1")" && rm -rf "$2" && mv package "$2"); }

if [ "${1-}" = theme ]; then
  exec uv run --no-project --with jinja2 python build.py theme "$municipality" "$cli"
fi

npm_get "@digdir/designsystemet-css@$css" css
for name in base link button input field fieldset validation-message error-summary alert skip-link; do
  cp "$work/css/dist/src/$name.css" designsystemet/
done
cp "$work/css/LICENSE" designsystemet/LICENSE
cp "$work/css/LICENSE" "$static/LICENSE-designsystemet.txt"

# Two fonts (SIL Open Font License 1.1), cut to the letters of Norwegian, English and their neighbours.
npm_get "@fontsource-variable/inter@$inter" inter
npm_get "@fontsource-variable/source-serif-4@$serif" serif
cp "$work/inter/LICENSE" "$static/LICENSE-Inter.txt"
cp "$work/serif/LICENSE" "$static/LICENSE-SourceSerif4.txt"
letters="U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00BB,U+00B7,U+00C4-00C6,U+00C9,U+00D6,U+00D8,U+00E0,U+00E1,U+00E4-00EA,U+00F2-00F4,U+00F6,U+00F8,U+00FC,U+2013,U+2019,U+2026,U+2190,U+2192,U+2212"
cut() { # file, axis, features, output
  uv run --no-project --with fonttools --with brotli fonttools varLib.instancer -q -o "$work/cut.ttf" "$1" "wght=$2"
  uv run --no-project --with fonttools --with brotli pyftsubset "$work/cut.ttf" --unicodes="$letters" \
    --layout-features="$3" --no-hinting --flavor=woff2 --output-file="$static/$4"
}
cut "$work/inter/files/inter-latin-wght-normal.woff2" 400:700 kern,ccmp,tnum text.woff2
cut "$work/serif/files/source-serif-4-latin-wght-normal.woff2" 600 kern,ccmp head.woff2

# The same letters for the posters: as TrueType, the text in one weight.
posters=../../../services/membership/src/membership/poster_fonts
uv run --no-project --with fonttools --with brotli fonttools ttLib.woff2 decompress -o "$posters/head.ttf" "$static/head.woff2"
uv run --no-project --with fonttools --with brotli fonttools varLib.instancer -q -o "$work/text.woff2" "$static/text.woff2" wght=500
uv run --no-project --with fonttools --with brotli fonttools ttLib.woff2 decompress -o "$posters/text.ttf" "$work/text.woff2"
