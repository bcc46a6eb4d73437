"""Properties of SurveyJS that have an effect there and none here."""

from collections.abc import Mapping
from typing import Any

from surveys.importing.reasons import LOCKED, LOOKS, PAGES, POINTS, PREFILLED, REQUIRED_IF, SENT_ON, TIMED
from ui import mark

OWN_MESSAGE = mark("Feilmeldingen er panelets egen.")
NO_EXAMPLE = mark("Eksempeltekst i feltet finnes ikke her. Skriv den i hjelpeteksten.")
NOT_LOADED = mark("Ingenting blir hentet fra andre steder.")

_LOOKS = """
    width minWidth maxWidth colSpan colCount startWithNewLine indent innerIndent titleLocation descriptionLocation
    errorLocation showNumber renderAs rows cols inputSize size itemSize logo logoPosition logoWidth logoHeight logoFit
    widthMode showProgressBar progressBarLocation progressBarType progressBarShowNavigationText
    progressBarShowPageNumbers progressBarShowPageTitles showTOC tocLocation showQuestionNumbers questionTitleLocation
    questionDescriptionLocation questionErrorLocation requiredMark requiredText questionStartIndex questionTitlePattern
    showTitle showPageTitles showPageNumbers headerView header themeVariables backgroundImage backgroundImageFit
    backgroundOpacity fitToContainer imageHeight imageWidth imageFit contentMode showLabel state alternateRows
    columnMinWidth rowTitleWidth displayMode verticalAlign showHeader horizontalScroll columnLayout rateColorMode
    scaleColorMode autoGrow allowResize autoGrowComment allowResizeComment displayStyle currency precision
    maximumFractionDigits format separateSpecialChoices swapOrder useTitleAsLabel isFluid gridLayoutEnabled
    gridLayoutColumns completeText pagePrevText pageNextText previewText editText startSurveyText mobileView cellHint
"""
_PAGES = """
    showPrevButton showNavigationButtons navigationButtonsLocation goNextPageAutomatic autoAdvanceEnabled
    autoAdvanceAllowComplete firstPageIsStartPage firstPageIsStarted showPreviewBeforeComplete questionsOnPageMode
    previewMode checkErrorsMode navigationTitle navigationDescription
"""
_PREFILLED = """
    defaultValue defaultValueExpression setValueExpression setValueIf resetValueIf defaultRowValue defaultPanelValue
    bindings defaultDisplayValue
"""
EFFECTS: Mapping[str, str] = {
    **dict.fromkeys(_LOOKS.split(), LOOKS),
    **dict.fromkeys(_PAGES.split(), PAGES),
    **dict.fromkeys(_PREFILLED.split(), PREFILLED),
    "requiredIf": REQUIRED_IF,
    **dict.fromkeys(("correctAnswer", "score"), POINTS),
    **dict.fromkeys(("enableIf", "readOnly", "choicesEnableIf"), LOCKED),
    **dict.fromkeys(
        ("requiredErrorText", "otherErrorText", "minErrorText", "maxErrorText", "keyDuplicationError"), OWN_MESSAGE
    ),
    **dict.fromkeys(("placeholder", "placeHolder", "otherPlaceholder", "commentPlaceholder", "dataList"), NO_EXAMPLE),
    **dict.fromkeys(("timeLimit", "timeLimitPerPage", "showTimer", "timerLocation", "maxTimeToFinish"), TIMED),
    **dict.fromkeys(("maxTimeToFinishPage", "showTimerPanel", "timerInfoMode"), TIMED),
    **dict.fromkeys(("navigateToUrl", "navigateToUrlOnCondition"), SENT_ON),
    **dict.fromkeys(("imageLink", "choicesByUrl", "choicesLazyLoadEnabled"), NOT_LOADED),
}

QUIET: Mapping[str, Any] = {
    "visible": True,
    "startWithNewLine": True,
    "sendResultOnPageNext": True,
    "clearInvisibleValues": "onComplete",
    "textUpdateMode": "onBlur",
    "allowClear": True,
    "showTitle": True,
    "searchEnabled": True,
    "checkErrorsMode": "onNextPage",
    "$schema": "",
}
"""What changes nothing, or is so here anyway."""
