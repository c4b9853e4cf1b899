"""The form for objections has no cookie to be known by: it carries a signed ticket, and the receipt follows from it.

So the same form sent twice is one objection with one receipt, and no other site can send one in a visitor's name.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import salted_hmac

from journal.actions import ALPHABET
from journal.acts import Refused

LASTS = 24 * 3600  # seconds a form may lie open
LENGTH = 26  # of 31 characters: 128 bits
TOO_OLD = "这张表打开的时间太长了。您写的内容都还在，请核对后再提交一次。"
SIGNER = TimestampSigner(salt="journal.notices.receipts")


def ticket(number):
    """What a new form for objections to a notice (its number) carries."""
    return SIGNER.sign(f"{number}/{secrets.token_hex(16)}")


def receipt(number, sent):
    """The receipt that follows from the ticket that was sent with a form: 128 bits behind the county's code.

    Raises Refused for a ticket that is none of ours, of another notice, or too old.
    """
    try:
        nonce = SIGNER.unsign(sent, max_age=LASTS)
    except (BadSignature, SignatureExpired) as fault:
        raise Refused(TOO_OLD) from fault
    if not nonce.startswith(f"{number}/"):
        raise Refused(TOO_OLD)
    bits = int.from_bytes(salted_hmac("journal.notices.receipts", nonce, algorithm="sha256").digest()[:16])
    letters = ""
    for _ in range(LENGTH):
        bits, at = divmod(bits, len(ALPHABET))
        letters += ALPHABET[at]
    return "-".join([number[:6], *(letters[at : at + 4] for at in range(0, LENGTH, 4))]).upper()


def read(typed):
    """(county, hash) of a receipt as somebody typed it, or None where it cannot be one."""
    plain = "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())
    county, letters = plain[:6], plain[6:]
    if not county.isdecimal() or len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return int(county), hashed(plain)


def hashed(shown):
    """What is kept of a receipt: nobody who reads the table holds it."""
    plain = shown.replace("-", "").lower()
    return hashlib.sha256(plain.encode()).hexdigest()
