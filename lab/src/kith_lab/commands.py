"""What the lab adds to `kith` where it is installed. Each command is loaded when it is called."""

from cyclopts import App


def add_to(app: App) -> None:
    """The demo, and what one needs to look at it and to end it."""
    app.command("kith_lab.demo.command:demo", name="demo", help="Run a federation of seven bodies, and a story in it.")
    app.command("kith_lab.issuer:token", name="token", help="Print a token for a node of the demo.")
    app.command("kith_lab.issuer:create", name="issuer", help="Make an issuer of tokens for trials.")
    app.command("kith_lab.mails:mails", name="mails", help="Show the mails that the demo has caught.")
    app.command("kith_lab.stack:status", name="status", help="Show what runs here.")
    app.command("kith_lab.stack:stop", name="stop", help="Stop what runs here.")
    app.command("kith_lab.stack:reset", name="reset", help="Remove the data of a stack.")
