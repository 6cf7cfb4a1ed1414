"""The process that services are forked from: it has imported everything, so each starts in a tenth of a second.

Reads a JSON object a line on standard input, `{"service", "environment", "log"}`, and answers each with `{"pid"}`;
says `{"pid", "code"}` when one has ended. Ends with its input, and all that it has hatched with it.
"""

import ctypes
import json
import os
import select
import signal
import sys
import traceback
from typing import Any

from support.hasty import hasten
from support.leaky import leak
from support.majors import NEWER, OLDER, forget, learn
from support.troublesome import TROUBLESOME

from kith_chassis import garbage
from kith_chassis.run import main
from kith_directory.app import DIRECTORY
from kith_events.app import EVENTS

SERVICES = {
    "directory": DIRECTORY,
    "events": EVENTS,
    "troublesome": TROUBLESOME,
    "hasty": TROUBLESOME,
    "older": OLDER,
    "newer": NEWER,
    "leaky": EVENTS,
    "leaky-directory": DIRECTORY,
}
MINDS = {"older": forget, "newer": learn, "hasty": hasten, "leaky": leak, "leaky-directory": leak}
"""What is changed in the process of a service beforehand."""
PR_SET_PDEATHSIG = 1


def serve() -> None:
    garbage.settle()  # once here, and not in each process anew
    requests = os.fdopen(0, "rb", buffering=0)  # select does not see what is buffered
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        readable, _, _ = select.select([requests.fileno(), woken], [], [])
        if woken in readable:
            os.read(woken, 100)
            _reap()
        if requests.fileno() in readable:
            line = requests.readline()
            if not line:
                return
            _say(pid=_hatch(json.loads(line), woken, wake))


def _reap() -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _say(pid=pid, code=os.waitstatus_to_exitcode(status))


def _say(**answer: int) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _hatch(request: dict[str, Any], *mine: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in mine:
            os.close(each)
        os.setsid()
        log = os.open(request["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(request["environment"])
        MINDS.get(request["service"], lambda: None)()
        main(SERVICES[request["service"]])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 - nothing may come back into the parent's loop
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
