"""The one list of the portal: search, filters, columns, sorting, pages, print and files, all in the address."""

from hoaxa_danvan.lib.lists.files import Download
from hoaxa_danvan.lib.lists.filters import ListFilter, UnsearchedFilter
from hoaxa_danvan.lib.lists.pages import build_list, render_list
from hoaxa_danvan.lib.lists.searching import search
from hoaxa_danvan.lib.lists.tables import SCREEN_ALONE, ChoiceColumn, ListTable

__all__ = [
    "SCREEN_ALONE",
    "ChoiceColumn",
    "Download",
    "ListFilter",
    "ListTable",
    "UnsearchedFilter",
    "build_list",
    "render_list",
    "search",
]
