"""Settings of a LimeSurvey survey and of its questions that have an effect there, and none here."""

from collections.abc import Mapping

from surveys.importing.book import EVERYWHERE, Book
from surveys.importing.limesurvey.expressions import ALWAYS
from surveys.importing.limesurvey.file import Row, Tables
from surveys.importing.limesurvey.tables import Asked
from surveys.importing.reasons import (
    ACCESS,
    LOOKS,
    MAIL,
    NO_COUNTERPART,
    NOT_READ,
    PAGES,
    POINTS,
    PREFILLED,
    RANDOM,
    RESULTS,
    SCRIPT,
    SENT_ON,
    TIMED,
    VALUE,
)
from ui import mark

MODE = mark("Svarmodus velges når undersøkelsen publiseres.")
PRIVACY = mark("Panelet lagrer verken IP-adresse, klokkeslett eller henvisende side.")
CONSENT = mark("Personvernteksten er panelets egen. Se om noe fra denne må inn i introduksjonen.")

NO_ANSWER = mark("«Ikke svar» er ikke et eget valg her. Et valgfritt spørsmål kan stå tomt.")
SOFT = mark("«Myk» påkrevd finnes ikke. Spørsmålet er valgfritt.")
QUOTAS = mark("Kvoter er ikke tatt med. Velg målgruppe når undersøkelsen sendes ut.")
OLD_CONDITIONS = mark("Betingelsen står bare på den eldre måten. Spørsmålet vises for alle.")

SURVEY_EFFECTS: Mapping[str, tuple[str, str]] = {
    "anonymized": ("YN", MODE),
    "format": ("A", PAGES),
    "questionindex": ("12", PAGES),
    "allowprev": ("N", PAGES),
    "datestamp": ("Y", PRIVACY),
    "ipaddr": ("Y", PRIVACY),
    "refurl": ("Y", PRIVACY),
    "savetimings": ("Y", PRIVACY),
    "usecookie": ("Y", ACCESS),
    "allowregister": ("Y", ACCESS),
    "listpublic": ("Y", ACCESS),
    "usecaptcha": ("ABCRSX", ACCESS),
    "tokenanswerspersistence": ("Y", ACCESS),
    "alloweditaftercompletion": ("Y", ACCESS),
    "publicstatistics": ("Y", RESULTS),
    "publicgraphs": ("Y", RESULTS),
    "printanswers": ("Y", RESULTS),
    "assessments": ("Y", POINTS),
    "autoredirect": ("Y", SENT_ON),
    "nokeyboard": ("Y", NO_COUNTERPART),
    "showqnumcode": ("BNC", LOOKS),
    "showgroupinfo": ("NDX", LOOKS),
    "showprogress": ("N", LOOKS),
    "showwelcome": ("N", LOOKS),
    "allowsave": ("N", NO_COUNTERPART),
    "shownoanswer": ("Y", NO_ANSWER),
    "sendconfirmation": ("Y", MAIL),
    "showsurveypolicynotice": ("12", CONSENT),
}
"""A setting, the values by which it does something we do not, and what is so here. `I` is inherited: nobody chose it."""

SURVEY_TEXTS: Mapping[str, str] = {
    "startdate": ACCESS,
    "expires": ACCESS,
    "attributedescriptions": ACCESS,
    "emailnotificationto": MAIL,
    "emailresponseto": MAIL,
    "surveyls_url": SENT_ON,
    "surveyls_policy_notice": CONSENT,
    "surveyls_legal_notice": CONSENT,
    "surveyls_policy_error": CONSENT,
    "surveyls_policy_notice_label": CONSENT,
    "surveyls_email_invite": MAIL,
    "surveyls_email_remind": MAIL,
    "surveyls_email_register": MAIL,
    "surveyls_email_confirm": MAIL,
    "surveyls_email_invite_subj": MAIL,
    "surveyls_email_remind_subj": MAIL,
    "surveyls_email_register_subj": MAIL,
    "surveyls_email_confirm_subj": MAIL,
    "email_admin_notification": MAIL,
    "email_admin_notification_subj": MAIL,
    "email_admin_responses": MAIL,
    "email_admin_responses_subj": MAIL,
    "googleanalyticsapikey": PRIVACY,
}
"""Settings that do something as soon as they say anything."""

PLAIN_THEMES = frozenset(
    {"", "core", "5pointchoice", "boilerplate", "date", "equation", "file_upload", "gender", "hugefreetext", "language"}
    | {"list_dropdown", "list_with_comment", "listradio", "longfreetext", "multiplechoice", "multiplechoice_with_comments"}
    | {"multiplenumeric", "multipleshorttext", "numerical", "ranking", "shortfreetext", "yesno", "arrays/10point"}
    | {"arrays/5point", "arrays/array", "arrays/column", "arrays/dualscale", "arrays/increasesamedecrease"}
    | {"arrays/multiflexi", "arrays/texts", "arrays/yesnouncertain"}
)
PLAIN_TEMPLATES = frozenset({"", "inherit", "default", "fruity", "vanilla", "bootswatch"})

TAKEN_SETTINGS = frozenset(
    {"sid", "gsid", "language", "additional_languages", "lastmodified", "active", "datecreated", "access_mode", "template"}
    | {"surveyls_survey_id", "surveyls_language", "surveyls_title", "surveyls_description", "surveyls_welcometext"}
    | {"surveyls_endtext", "navigationdelay", "surveyls_dateformat", "surveyls_numberformat", "surveyls_attributecaptions"}
    | {"htmlemail", "bounceprocessing", "bouncetime", "tokenlength", "usetokens", "tokenencryptionoptions", "autonumber_start"}
    | {"googleanalyticsstyle", "ipanonymize", "showxquestions", "owner_id", "surveyls_alias"}
    | {"admin", "adminemail", "bounce_email"}
)
"""Settings that are read elsewhere, that only make another one work, or that name a person who need not be kept here."""

READ_TABLES = frozenset(
    {"groups", "group_l10ns", "questions", "question_l10ns", "subquestions", "answers", "answer_l10ns", "surveys"}
    | {"question_attributes", "surveys_languagesettings", "themes_inherited", "defaultvalue_l10ns"}
)
LOST_TABLES: Mapping[str, str] = {
    "quota": QUOTAS,
    "assessments": POINTS,
    "defaultvalues": PREFILLED,
    "themes": LOOKS,
}

QUIET = frozenset({"", "0", "N", "no", "false", "default", "I", "inherit", "none", "off"})
"""Values that say: do nothing about it."""

DEFAULTS: Mapping[str, str] = {
    "statistics_showgraph": "1",
    "statistics_showmap": "1",
    "time_limit_action": "1",
    "other_position": "end",
    "location_mapheight": "300",
    "location_mapwidth": "500",
    "location_mapzoom": "11",
    "location_mapservice": "0",
    "display_columns": "1",
    "dropdown_separators": "|",
    "show_totals": "X",
    "slider_default_set": "1",
    "slider_middlestart": "0",
    "assessment_value": "1",
    "value_range_allows_missing": "1",
    "commented_checkbox": "checked",
    "commented_checkbox_auto": "1",
    "samechoiceheight": "1",
    "samelistheight": "1",
    "showpopups": "1",
    "dropdown_dates_minute_step": "1",
    "category_separator": "|",
    "fix_width": "-1",
    "fix_height": "200",
    "crop_or_resize": "resize",
    "addlineicon": "plus",
    "visualize": "list",
    "slider_custom_handle": "f1ae",
    "slider_orientation": "0",
    "question_template": "core",
    "save_as_default": "Y",
}
"""What the other tool writes when nobody has chosen anything."""

ATTRIBUTE_REASONS: Mapping[str, str] = {
    "equals_num_value": VALUE,
    "min_num_value": VALUE,
    "max_num_value": VALUE,
    "random_order": RANDOM,
    "answer_order": RANDOM,
    "random_group": RANDOM,
    "cssclass": LOOKS,
    "display_columns": LOOKS,
    "hide_tip": LOOKS,
    "text_input_width": LOOKS,
    "input_size": LOOKS,
    "prefix": LOOKS,
    "suffix": LOOKS,
    "assessment_value": POINTS,
    "page_break": PAGES,
}


def survey_losses(tables: Tables, book: Book) -> None:
    """Everything of the survey as a whole that has an effect there and none here."""
    for row in tables.of("surveys")[:1]:
        _effects(row, book)
    for row in [*tables.of("surveys")[:1], *tables.of("surveys_languagesettings")]:
        for setting, reason in SURVEY_TEXTS.items():
            if row.get(setting, "") not in {"", "inherit"}:
                book.lose(EVERYWHERE, f"{setting} = {row[setting]}", reason)
        _unknown(row, book)
    codes = {row.get("qid", ""): row.get("title", "") for row in tables.of("questions") if row.get("title")}
    for table in [table for table in tables.rows if table not in READ_TABLES]:
        if table == "conditions":
            _old_conditions(tables, book)
            continue
        _whole_table(table, tables.of(table), codes, book)


def _unknown(row: Row, book: Book) -> None:
    """A setting of a version we have not seen."""
    for setting in row.keys() - SURVEY_EFFECTS.keys() - SURVEY_TEXTS.keys() - TAKEN_SETTINGS:
        if row[setting] not in QUIET:
            book.lose(EVERYWHERE, f"{setting} = {row[setting]}", NO_COUNTERPART)


def _effects(row: Row, book: Book) -> None:
    for setting, (effective, reason) in SURVEY_EFFECTS.items():
        if row.get(setting, "") and row[setting] in effective:
            book.lose(EVERYWHERE, f"{setting} = {row[setting]}", reason)
    if row.get("template", "") not in PLAIN_TEMPLATES:
        book.lose(EVERYWHERE, f"template = {row['template']}", LOOKS)
    delay = row.get("navigationdelay", "0")
    if delay not in {"0", "-1", ""}:
        book.lose(EVERYWHERE, f"navigationdelay = {delay}", TIMED)


def _whole_table(table: str, rows: list[Row], codes: Mapping[str, str], book: Book) -> None:
    """Each row is a loss of its own where a row is something a person made; else the table is one."""
    reason = LOST_TABLES.get(table)
    for row in rows if reason else rows[:1]:
        book.lose(codes.get(row.get("qid", ""), EVERYWHERE), f"{table}: {_in_short(row)}", reason or NOT_READ)


def _old_conditions(tables: Tables, book: Book) -> None:
    """The file says them twice: the expression that was made of them is what is read."""
    said = {row.get("qid") for row in tables.of("questions") if row.get("relevance", "").strip() not in ALWAYS}
    for row in tables.of("conditions"):
        if row.get("qid") not in said:
            book.lose(EVERYWHERE, f"conditions: {_in_short(row)}", OLD_CONDITIONS)


def _in_short(row: Row) -> str:
    return " ".join(f"{name}={value}" for name, value in row.items() if value and name not in {"sid", "language"})


def question_losses(question: Asked, book: Book) -> None:
    """What a question had that nobody has taken care of."""
    for attribute, values in question.attributes.items():
        value = next(iter(values.values()))
        quiet = value in QUIET or DEFAULTS.get(attribute) == value
        if attribute in question.taken or quiet or attribute == "relevance":  # the question's own relevance is what counts
            continue
        timed = TIMED if attribute.startswith("time_limit") else NO_COUNTERPART
        book.lose(question.code, f"{attribute} = {value}", ATTRIBUTE_REASONS.get(attribute, timed))
    if question.theme not in PLAIN_THEMES:
        book.lose(question.code, f"question_theme_name = {question.theme}", LOOKS)
    if question.preg:
        book.lose(question.code, question.preg, VALUE)
    if question.mandatory == "S":
        book.lose(question.code, "mandatory = S", SOFT)
    for script in question.scripts.values():
        book.lose(question.code, script, SCRIPT)
    for part in question.subquestions:
        if part.preg:
            book.lose(f"{question.code}_{part.code}", part.preg, VALUE)
