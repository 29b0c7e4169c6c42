from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from .. import demo_people
from ..accounts import single_sign_on
from ..forms import SignInForm
from ..operations import sign_ins


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    going_to = request.GET.get("next", "")
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(_same_site(request, going_to))
    form = SignInForm(request.POST or None, initial={"next": going_to})
    if form.is_valid():
        user, refusal = sign_ins.check_password(
            request=request,
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
        )
        if user:
            going_to = _same_site(request, form.cleaned_data["next"])
            return sign_ins.admit(request=request, user=user, method="password", going_to=going_to)
        form.add_error("email", refusal)
    people, others = demo_people.everyone()
    context = {
        "form": form,
        "people": people,
        "other_people": others,
        "password": demo_people.PASSWORD,
        "providers": single_sign_on.links(),
        "going_on": urlencode({"next": going_to}) if going_to else "",
    }
    return render(request, "people/sign_in.html", context)


@login_not_required
@require_POST
def sign_out(request):
    if request.user.is_authenticated:
        sign_ins.end(request=request)
        messages.success(request, "You have signed out.")
    else:
        request.session.flush()  # someone between two steps begins again
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _same_site(request, url):
    """`url` if it is a page of ours other than this one, else home."""
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    here = url.partition("?")[0] == request.path
    return url if ours and not here else resolve_url(settings.LOGIN_REDIRECT_URL)
