"""Files that people sent, sent back to those who may read them."""

from django.http import FileResponse


def file_response(file, name):
    """An attachment: should a browser show it after all, nothing in it may run."""
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
