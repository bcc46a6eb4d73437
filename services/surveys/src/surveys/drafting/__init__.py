"""The pure core of writing a questionnaire: commands in, changes out, documents never mutated.

A document is the JSON of `samrad.survey/1` as a dict; it need not be sound. What can be edited is a *piece* with an address:

    survey                          the whole
    section/s1                      a section
    question/q1                     a question, in whatever section it stands
    question/q1/options/o1          an option; likewise question/q1/rows/r1 and question/q1/groups/g1

A *field* of a piece is its name in the document, with dots into what is nested: `text`, `picture.alt`, `checks.0.message`.

- `pieces.py`: finding, putting in and taking out.
- `changes.py`: what can happen to a document (`Added`, `Removed`, `Moved`, `Reworded`, `Changed` …), each with an inverse.
- `commands.py`: what a person can ask for.
- `deciding.py`: from a command to its changes, or a refusal.
- `hanging.py`: which rules read what.
- `steps.py`: what each person can undo and redo.

Nobody's words are lost: a command says what its writer saw; when that is no longer what stands there, it is refused with both
(`EditConflict`). Structure is said relatively (after which question), so that it merges by itself.
"""
