from django.urls import path

from .views import cells, cycles, heatmaps, standards

app_name = "board"
urlpatterns = [
    # cycles/
    path("cycles/", cycles.cycle_list, name="cycle-list"),
    path("cycles/<int:pk>/", cycles.cycle_detail, name="cycle-detail"),
    # cycles/…/heatmap
    path("cycles/<int:pk>/heatmap/", heatmaps.heatmap, name="heatmap"),
    path("cycles/<int:pk>/heatmap.<slug:fmt>", heatmaps.heatmap_download, name="heatmap-download"),
    # cycles/…/standards/ and what is behind a cell
    path(
        "cycles/<int:pk>/standards/<int:standard_pk>/",
        standards.standard_detail,
        name="standard-detail",
    ),
    path(
        "cycles/<int:pk>/agencies/<int:agency_pk>/standards/<int:standard_pk>/",
        cells.cell_detail,
        name="cell-detail",
    ),
]
