"""A real OpenID Connect provider on this machine, that insists on PKCE."""

import base64
import hashlib
import threading
import warnings
from contextlib import contextmanager
from urllib.parse import parse_qs, urlparse

import authlib.deprecate
import flask
import werkzeug.serving

with warnings.catch_warnings():
    # What the package will have to change one day, in its own code.
    warnings.simplefilter("ignore", authlib.deprecate.AuthlibDeprecationWarning)
    import oidc_provider_mock


@contextmanager
def serving(people):
    """Serve a provider that knows `people`, claims by who they are; gives its URL."""
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in people.items()]
    app = oidc_provider_mock.app(user_claims=users, require_nonce=False)
    app.before_request(_insist_on_pkce())
    server = werkzeug.serving.make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _insist_on_pkce():
    """The package's provider lets PKCE be; ours refuses a code without the proof of who began."""
    challenges = set()

    def check():
        if flask.request.endpoint.endswith(".authorize"):
            if flask.request.args.get("code_challenge_method") != "S256":
                flask.abort(400, "PKCE is needed")
            challenges.add(flask.request.args["code_challenge"])
        if flask.request.endpoint.endswith(".issue_token"):
            digest = hashlib.sha256(flask.request.form["code_verifier"].encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() not in challenges:
                flask.abort(400, "Not whoever began")

    return check


def query(url):
    return {name: values[0] for name, values in parse_qs(urlparse(url).query).items()}
