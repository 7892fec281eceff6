"""The stylesheet and the scripts as browsers get them: without the comments and the layout that only authors read."""

import re

# Text in quotes stays as it is. Before a colon a space has a meaning: `a :hover` is another selector than `a:hover`.
_QUOTED = r"""("[^"]*"|'[^']*')"""
_COMMENT = re.compile(rf"{_QUOTED}|/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(rf"{_QUOTED}|\s*([{{}};,>])\s*|(:)\s+|\s+")
# Of a script: texts and patterns stay as they are; tests/house/test_look.py sees to it that they are recognised.
_SCRIPT = re.compile(
    r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|(?<=\()/(?:\\.|[^/\\])+/)|/\*.*?\*/|[ \t]*//[^\n]*|[ \t]*([{}()\[\];,:?=<>&|+*!-]+)[ \t]*""",
    re.DOTALL,
)


def slim(css: str) -> str:
    """Return the same stylesheet in fewer letters."""
    uncommented = _COMMENT.sub(lambda part: part[1] or "", css)
    return _SPACE.sub(lambda part: part[1] or part[2] or part[3] or " ", uncommented).strip()


def lean(script: str) -> str:
    """Return the same script in fewer letters. Its lines stay lines: where one ends has a meaning."""
    dense = _SCRIPT.sub(lambda part: part[1] or part[2] or "", script)
    lines = (line.strip() for line in dense.split("\n"))
    return "\n".join(line for line in lines if line)
