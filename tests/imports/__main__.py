"""`make imports`: a line for every real definition. Ends with 1 where a text is passed over in silence."""

import sys

from .definitions import FOUND, MISSING, tried


def main() -> int:
    if not FOUND:
        print(MISSING)
        return 1
    print(f"{'file':44} {'questions':>9} {'options':>8} {'losses':>7} {'texts not told':>15} {'ms':>6}")
    wrong = 0
    for path in FOUND:
        one = tried(path)
        if one.refused:
            print(f"{one.name:44} refused: {one.refused}")
            continue
        wrong += len(one.passed_over)
        counted = f"{len(one.questions):9} {one.options:8} {one.losses:7} {len(one.passed_over):15} {one.seconds * 1000:6.0f}"
        print(f"{one.name:44} {counted}")
        for text in one.passed_over:
            print(f"    not told: {text[:100]!r}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
