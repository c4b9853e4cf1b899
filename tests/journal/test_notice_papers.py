"""Notices on paper: exactly the words that were fixed, the hash, and a code that leads to this notice."""

import pypdfium2
import pytest

from assets import actions
from journal.notices import papers, public
from journal.notices.reading import body_of
from tests.journal.printing import codes, content, printed, texts
from tests.noticing import posted

SIZES = {"poster": (842, 1191), "sheet": (595, 842)}  # A3 and A4 in points


@pytest.mark.parametrize("layout", SIZES)
def test_paper_says_what_was_fixed_with_hash_and_code(here, layout):
    asset = here.asset_in("ledger")
    notice = posted(here, [asset], words="请各位村民监督。")
    actions.amend(asset, by=here.county_clerk, version=asset.version, reason="决算", original_value=1)
    row = printed(here, papers.LAYOUTS[layout], [notice])
    page = texts(row)[0]
    body = body_of(notice)
    told = [notice.number, notice.sha256, body["title"], body["unit"], *body["text"], *body["rows"][0]]
    for words in [*told, "请各位村民监督。", body["begins_on"], body["ends_on"]]:
        assert "".join(words.split()) in page, words
    assert codes(content(row)) == [public.address(notice.number)]
    width, height = pypdfium2.PdfDocument(content(row))[0].get_size()
    assert (round(width), round(height)) == SIZES[layout]
