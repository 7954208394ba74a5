"""The folder of Zotero: ``zotero.sqlite`` and the files in ``storage/``."""
