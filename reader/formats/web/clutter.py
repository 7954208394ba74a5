"""What surrounds articles: elements that say by name, role or class that they are no part of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.formats.markup.elements import BLOCKS, names, number_of, settings_of, tag_of
from reader.formats.web.sheets import hidden_names, is_hidden_by

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROLES = names(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar form tablist"
)
_TAGS = names("nav aside footer header form dialog search menu")
_WORDS = names(
    "nav toplang bottomlang interlanguage langlinks navbar navigation navi navbox topnav subnav nav-bar"
    " menu menubar submenu megamenu breadcrumb breadcrumbs crumbs pathway footer sitefooter pagefooter"
    " colophon masthead siteheader topbar sidebar sidebars sidenav rightbar leftbar rail comments comment"
    " commentlist commentform commentaire commentaires kommentare kommentar comentarios disqus respond"
    " replies share sharing sharebar sharebox addthis sharedaddy socials social socialmedia sociable"
    " jp-relatedposts related relatedposts recommended recommendation recommendations recommends outbrain"
    " taboola mgid zergnet newsletter newsletters subscribe subscription signup optin mailchimp cookie"
    " cookies gdpr consent onetrust cmp ad ads adv advert adverts advertisement advertising advertisment"
    " adsense adsbygoogle adbox adslot anzeige werbung publicite publicidad sponsor sponsored sponsors dfp"
    " promo promos promobox promotion promoted teaser teasers popup modal overlay lightbox paywall regwall"
    " pagination pager paging pagenav pagenavi wp-pagenavi prevnext postnav toolbar toolbox tools"
    " sharetools skiplink skip skipnav widget widgets widgetarea authorbox author-box authorbio aboutauthor"
    " bio tags taglist tagcloud tag-list posttags tagged categories cats filedunder utility toc printfooter"
    " catlinks mw-jump-link siteSub contentSub jump-to-nav editsection navfooter navheader byline dateline"
    " postmeta entrymeta post-info postinfo meta credits login signin loginbox search searchbox"
    " searchform rating ratings like likes vote votes print-link feedback survey donate donation trending"
    " mostread popular mostpopular footerlinks copyright legal disclaimer vectormenu wm-ipp-base wm-ipp"
    " donato hidden-print noprint"
)
_PAIRS = names(
    "author-box author-bio about-author author-info author-card post-author entry-meta entry-utility "
    "entry-footer post-meta post-footer post-tags tag-list entry-tags article-tags article-meta "
    "post-info post-nav post-navigation nav-links next-prev prev-next read-more more-stories "
    "more-articles more-from most-read most-popular see-also-box up-next read-next you-may also-like "
    "further-reading-box social-links social-media share-tools share-buttons sign-up mailing-list "
    "call-action back-top to-top scroll-top site-header page-header site-footer page-footer site-nav "
    "main-nav main-menu skip-link skip-links cookie-banner cookie-notice privacy-banner privacy-policy "
    "comment-list comments-area comment-form comment-respond reply-title language-switcher lang-switch "
    "edit-page  article-footer article-actions action-bar related-posts related-articles "
    "related-content latest-news latest-posts recent-posts archive-list font-size text-size"
)
_KEPT = names(
    "footnote footnotes endnote endnotes note notes sidenote marginnote admonition callout tip hint "
    "warning important caution pullquote pull-quote epigraph code highlight sourcecode caption infobox "
    "abstract example theorem references"
)
_TEXT = re.compile(
    r"(?:^|[-_])(?:article|story|post|entry|page|main)[-_]?(?:body|content|text)|articlebody|postcontent|entrycontent",
    re.I,
)
# These are so common as names of styles that alone they say nothing about large parts of a page.
_COMMENTS = names("comments disqus commentlist kommentare commentaires comentarios")
_CONVERSATIONS = re.compile(r"comment[-_]?(?:tree|list|section|thread|area|wrapper)", re.I)
_WEAK = names(
    "widget widgets tools tool tools meta social search popular teaser teasers promo skip "
    "copyright legal hidden-print bio tags like likes print-link comment credits login feedback "
    "trending overlay modal utility byline dateline toc rail subscription subscribe recommended related "
    "print rating vote votes menu sponsor share nav"
)
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")
_BESIDE = re.compile(r"(?<!\S)(?:has|with|no|without|hide|show|is|not|js)[-_]\S*", re.I)
_WRAPPER = re.compile(r"(?:content|main)[-_]?(?:wrapper|area)", re.I)
_ALSO = names("a img iframe")
_ALONE = names("skip skiplink skipnav ad ads advert advertisement share edit printfriendly")
_LISTINGS = names("pre code svg math picture")
_HEADINGS = names("h1 h2 h3 h4 h5 h6")

_MOST = 0.5
_MOST_WEAK = 0.25
_MOST_COMMENTS = 0.92


def words_in(element: Element) -> tuple[list[str], str]:
    """The words that an element's ``class`` and ``id`` consist of, in lower case; and both as written."""
    classes, own = element.get("class") or "", element.get("id") or ""
    if own and _is_named_by_heading(element, own):
        own = ""
    # Classes of layouts name what is beside the text: "with-sidebar", "no-sidebar", "has-nav".
    written = _BESIDE.sub("", f"{classes} {own}")
    if (len(written) < 2 and "-" not in tag_of(element)) or len(written) > 500:
        return [], ""
    if "-" in tag_of(element):
        written = f"{tag_of(element)} {written}"  # amp-ad
    return [word.lower() for name in written.split() for word in (*_SPLIT.split(name), "")], written


def _is_named_by_heading(element: Element, own: str) -> bool:
    """Whether a program that writes documentation made the identifier from the heading."""
    if tag_of(element) not in ("section", "div") or own not in (element.get("id") or ""):
        return False
    heading = next(element.iter(*_HEADINGS), None)
    if heading is None:
        return False
    links = (link.get("href") for link in heading.iter("a"))
    return "title" in (heading.get("class") or "").split() or f"#{own}" in links


def share_of_page(element: Element, tag: str) -> float:
    """The largest share of a page's text that the element may hold and still be no part of the article.

    0.0 if nothing says that it surrounds the article.
    """
    if (tag not in BLOCKS and tag not in _ALSO and "-" not in tag) or tag in ("html", "body", "main"):
        return 0.0
    attributes = element.attrib
    role = (attributes.get("role") or "").lower()
    if role in _ROLES and role != "form":
        return _MOST
    if role in (
        "main",
        "article",
        "note",
        "doc-endnotes",
        "doc-footnote",
        "math",
        "document",
        "presentation",
        "table",
    ):
        return 0.0
    if tag in _ALSO:
        return 0.0 if _ALONE.isdisjoint(words_in(element)[0]) else _MOST_WEAK
    share = _by_tag(element, tag)
    if share or not (attributes.get("class") or attributes.get("id") or "-" in tag):
        return share
    return _by_words(element, tag)


def _by_tag(element: Element, tag: str) -> float:
    if tag not in _TAGS:
        return 0.0
    if tag == "aside":
        words, _ = words_in(element)
        return 0.0 if not _KEPT.isdisjoint(words) or (element.get("role") or "").startswith("doc-") else _MOST
    if tag == "header":
        return 0.0 if _is_within(element, ("article", "main", "section", "blockquote", "figure")) else _MOST
    if tag == "footer":
        if _is_within(element, ("blockquote", "figure", "table", "li")):
            return 0.0
        return _MOST_WEAK if _is_within(element, ("article", "main")) else _MOST
    if tag == "form":
        fields = sum(
            tag_of(inner) != "input" or (inner.get("type") or "text").lower() not in ("hidden", "checkbox")
            for inner in element.iter("input", "select", "textarea")
        )
        return _MOST_WEAK if fields else 0.0
    if tag == "menu":
        return 0.0
    return _MOST


def _by_words(element: Element, tag: str) -> float:
    words, written = words_in(element)
    if not words or tag in _HEADINGS or tag == "article" or _TEXT.search(written):
        return 0.0
    if "table-of-contents" in written.lower():
        return _MOST_WEAK
    found = _WORDS.intersection(words)
    pairs = any(f"{first}-{second}" in _PAIRS for first, second in pairwise(words))
    if not found and not pairs:
        return 0.0
    if not _KEPT.isdisjoint(words) and not pairs and found <= _WEAK:
        return 0.0
    if _CONVERSATIONS.search(written) or not _COMMENTS.isdisjoint(found):
        return _MOST_COMMENTS
    if _WRAPPER.search(written):
        return 0.0
    if found <= _WEAK and not pairs:
        return _MOST_WEAK
    return _MOST


def _is_within(element: Element, tags: tuple[str, ...]) -> bool:
    around = element.getparent()
    while around is not None:
        if tag_of(around) in tags:
            return True
        around = around.getparent()
    return False


def clutter_in(body: Element, amount: Callable[[Element], int], spared: set[Element]) -> set[Element]:
    """The outermost elements of a page that are no part of its article.

    Args:
        body: the page.
        amount: how much text an element holds.
        spared: elements that are kept, and so are those around them.
    """
    from lxml import etree

    whole = max(1, amount(body))
    hidden = hidden_names(body.getroottree().getroot())
    found: set[Element] = set()
    walker = etree.iterwalk(body, events=("start",))
    for _, element in walker:
        tag = tag_of(element)
        if element is body or not tag:
            continue
        if tag in _LISTINGS:
            walker.skip_subtree()
            continue
        share = _MOST_WEAK if is_hidden_by(element, hidden) else share_of_page(element, tag)
        if share and element not in spared and amount(element) <= share * whole:
            found.add(element)
            walker.skip_subtree()
    return found


def is_small_picture(element: Element) -> bool:
    """Whether a picture is a logo, an icon or a portrait beside a name."""
    words, _ = words_in(element)
    if not {"logo", "avatar", "icon", "gravatar", "sprite", "favicon", "badge"}.isdisjoint(words):
        return True
    source = element.get("src") or ""
    if "gravatar.com/" in source or "/avatars/" in source:
        return True
    settings = settings_of(element)
    sizes = [number_of(element.get(name) or settings.get(name), 1000) for name in ("width", "height")]
    name = source.rpartition("/")[2][:60].lower()
    return max(sizes) <= 64 and bool(re.match(r"(?:logo|icon|avatar|share|rss|facebook|twitter)", name))
