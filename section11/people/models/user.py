from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from .. import withheld
from .membership import AGENCY_ROLES, Role


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the name they sign in with; nobody chooses another."""

    email = models.EmailField(
        unique=True,
        error_messages={"unique": "There is already a person with this e-mail address."},
    )
    name = models.CharField(max_length=150)
    post = models.CharField("job title", max_length=150, blank=True)
    # Someone who has left is not active: never deleted, for what they did stays theirs.
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator of the service", default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email_in_any_case"),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    @cached_property
    def current_memberships(self):
        """Roles held today, read once for each request (each request loads its own User).

        `agency_demands` says whether the agency of the role demands a second factor.
        """
        demanded = models.F("agency__demands_second_factor")
        return list(self.memberships.current().annotate(agency_demands=demanded))

    def agency_ids(self, *roles):
        """Ids of the agencies in which the person holds one of `roles` today (any, if none given)."""
        return {m.agency_id for m in self._held(roles)} - {None}

    def partnership_ids(self, *roles):
        """Ids of the partnerships in which the person holds one of `roles` today."""
        return {m.partnership_id for m in self._held(roles)} - {None}

    @cached_property
    def withheld(self):
        """What is withheld from them (`people/withheld.py`), read once for each request; nothing for
        whoever only has a role in an agency, for they see no other agency's work.
        """
        return withheld.of(self) if self.partnership_ids() else frozenset()

    @property
    def has_come_in(self):
        """Whether they have signed in, or can without being invited."""
        return self.last_login is not None or self.has_usable_password()

    @property
    def is_administrator(self):
        """Whether they run the service today."""
        return bool(self._held([Role.ADMINISTRATOR]))

    @property
    def needs_second_factor(self):
        """Whoever sees more than one agency does, and whose agency demands it."""
        return any(m.role not in AGENCY_ROLES or m.agency_demands for m in self.current_memberships)

    def _held(self, roles):
        return [m for m in self.current_memberships if not roles or m.role in roles]
