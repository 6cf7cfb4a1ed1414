"""Becomes another program which the kernel kills when the process that started it dies.

Run as a script in front of the program's own command: `preexec_fn` would run Python between fork and exec,
which is unsafe beside threads. Elsewhere than on Linux it only becomes the program; what a killed parent
left there is ended by the next start.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(parent: int, command: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel knew
            raise SystemExit("the process that started this one is gone")
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
