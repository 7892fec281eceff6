"""`flask mail fetch` again and again, without the seconds it takes to start: each a process of its own, forked.

Reads a line for each round and answers with the number of the process; reads another and answers with its exit
code (negative: killed by that signal).
"""

# ruff: noqa: T201 - it talks to the test that started it

import os
import sys
from contextlib import suppress

from flask.cli import FlaskGroup

from projectie import create_app


def main() -> None:
    """Do rounds for as long as somebody asks."""
    app = create_app()
    for _ in sys.stdin:
        number = os.fork()
        if number == 0:
            code = 70
            try:
                os.dup2(os.open(os.devnull, os.O_RDWR), 1)
                FlaskGroup(create_app=lambda: app).main(["mail", "fetch"])
            except SystemExit as ended:
                code = int(ended.code or 0)
            finally:
                os._exit(code)
        print(number, flush=True)
        sys.stdin.readline()  # until then it can be killed, also if it has ended
        _, status = os.waitpid(number, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):
        main()
