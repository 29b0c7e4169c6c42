from . import addresses


class AddressMiddleware:
    """Keeps at hand, while a request is answered, the address it came from."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = addresses.current.set(addresses.of(request.META))
        try:
            return self.get_response(request)
        finally:
            addresses.current.reset(token)
