"""Whether mail can be sent to an address, and as what: found without asking anybody on the network."""

from email_validator import EmailNotValidError, validate_email

from kith_contracts.message import Refusal

ENCODED = "=?"
"""What has this a reader of a header could take for an encoded word (RFC 2047), which could hide a line break."""


def sendable(address: str) -> str | None:
    """As every mail server takes it: plain letters before the @ (RFC 5321), and a domain of other letters in A-labels
    (RFC 5891), `ana@xn--bcher-kva.example`. None if there is no such form.
    """
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return None
    return None if ENCODED in address else found.ascii_email


def unusable(field: str) -> Refusal:
    """`address-unusable`: no mail gets there."""
    sentence = "Mail cannot be sent to this address. Check it; before the @ it needs plain letters, digits and signs."
    return Refusal("address-unusable", sentence, field)
