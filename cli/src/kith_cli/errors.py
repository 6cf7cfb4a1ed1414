"""The errors of the embedded stack; their texts are for a person and say what happened or what to do.

StackError       the stack cannot do what was asked
└── ServerEnded  a server, or a tool that prepares it, ended by itself
"""


class StackError(Exception):
    """Printed as it is, without a traceback."""


class ServerEnded(StackError):
    """It comes with the end of what that process said."""
