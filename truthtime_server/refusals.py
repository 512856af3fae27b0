"""Why a request was not let in: one stable code per reason, and the words for it.

No word here, and nothing that is raised from here, holds any part of a token.
"""

from enum import StrEnum

from truthtime_server.errors import ProblemError


class Reason(StrEnum):
    """The `code` of the problem document. Programs branch on it, so a code is never renamed or reused."""

    TOKEN_MISSING = "token_missing"  # noqa: S105 - a code, as are those below
    TOKEN_MALFORMED = "token_malformed"  # noqa: S105
    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105
    TOKEN_EXPIRED = "token_expired"  # noqa: S105
    TOKEN_NOT_YET_VALID = "token_not_yet_valid"  # noqa: S105
    TOKEN_KIND_REFUSED = "token_kind_refused"  # noqa: S105
    ALGORITHM_REFUSED = "algorithm_refused"
    HEADER_REFUSED = "header_refused"
    ISSUER_UNKNOWN = "issuer_unknown"
    ISSUER_UNREACHABLE = "issuer_unreachable"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_WRONG = "signature_wrong"
    AUDIENCE_REFUSED = "audience_refused"
    PARTY_REFUSED = "party_refused"
    SESSION_PENDING = "session_pending"
    SCOPE_MISSING = "scope_missing"


RETRY_AFTER_S = "10"
AGAIN = "Sign in again, or make a new access token, and send that one."

WORDS: dict[Reason, tuple[str, str]] = {
    Reason.TOKEN_MISSING: (
        "This address needs a token.",
        "Send it in the header: Authorization: Bearer TOKEN.",
    ),
    Reason.TOKEN_MALFORMED: (
        "This is not a token that this server can read.",
        "Copy the token once more, whole and without spaces or line breaks.",
    ),
    Reason.TOKEN_UNKNOWN: ("This access token does not exist, or it was revoked.", "Make a new access token."),
    Reason.TOKEN_EXPIRED: ("This token has expired.", AGAIN),
    Reason.TOKEN_NOT_YET_VALID: (
        "This token is not valid yet.",
        "Check the clock of the computer that issued it, and the clock of this server.",
    ),
    Reason.TOKEN_KIND_REFUSED: (
        "This kind of token does not open this server.",
        "Send an access token (typ at+jwt) that was issued to a person. ID tokens and tokens of machines are refused.",
    ),
    Reason.ALGORITHM_REFUSED: (
        "This token is signed in a way that this server does not accept.",
        "Have the issuer sign with RS256 or ES256.",
    ),
    Reason.HEADER_REFUSED: (
        "The header of this token asks for something that this server does not do.",
        "Have the issuer leave out crit, b64, zip, jwk, jku, x5u and x5c.",
    ),
    Reason.ISSUER_UNKNOWN: (
        "This server does not know the issuer of this token.",
        "Sign in at the issuer that this server is set up for.",
    ),
    Reason.ISSUER_UNREACHABLE: (
        "The keys of the issuer could not be fetched, so the token could not be checked.",
        "Try again in ten seconds. Nothing is wrong with the token as far as this server knows.",
    ),
    Reason.KEY_UNKNOWN: ("The issuer does not publish the key that this token names.", AGAIN),
    Reason.SIGNATURE_WRONG: ("The signature of this token is wrong.", AGAIN),
    Reason.AUDIENCE_REFUSED: (
        "This token was issued for another service.",
        "Ask the issuer for a token for this server (its audience).",
    ),
    Reason.PARTY_REFUSED: (
        "This token was issued to a program that this server does not trust.",
        "Sign in with a program that this server is set up for.",
    ),
    Reason.SESSION_PENDING: (
        "This sign-in is not finished.",
        "Complete the steps that the sign-in page still asks for, then try again.",
    ),
    Reason.SCOPE_MISSING: (
        "This access token may not do that.",
        "Make an access token with the scope that the header WWW-Authenticate names.",
    ),
}


class IdentityError(Exception):
    """Somebody was not let in.

    Args:
        reason: why. It is the whole message: a token, or a part of one, is never in it.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def problem(reason: Reason, scope: str = "") -> ProblemError:
    """The answer to somebody who is not let in (RFC 6750, section 3).

    Args:
        reason: why.
        scope: for SCOPE_MISSING, what is asked for.
    """
    status, challenge = 401, 'Bearer error="invalid_token"'
    if reason is Reason.TOKEN_MISSING:
        challenge = "Bearer"  # without an error: nothing was sent that could be wrong
    elif reason is Reason.SCOPE_MISSING:
        status, challenge = 403, f'Bearer error="insufficient_scope", scope="{scope}"'
    elif reason is Reason.ISSUER_UNREACHABLE:
        # The token may be right. A 401 would make programs throw it away, or sign the person out.
        return ProblemError(503, reason, *WORDS[reason], headers={"Retry-After": RETRY_AFTER_S})
    return ProblemError(status, reason, *WORDS[reason], headers={"WWW-Authenticate": challenge})
