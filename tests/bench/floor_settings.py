"""The floor that pages are measured against: Django that loads a session and a user, no more."""

from section11.settings import *  # noqa: F403, TID251 - the same settings, less the middleware

ROOT_URLCONF = "tests.bench.floor_urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # without it allauth refuses to start
]
