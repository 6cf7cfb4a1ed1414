"""The rules of joint events: pure functions of states and messages."""
