"""The user's settings: what there is to set, the configuration file, and changing it.

Each setting is declared once, in :mod:`reader.settings.declared`. Its check, ``reader config``, the file that
``reader config --init`` writes, the table in docs/configuration.md and the screen of settings follow from it.
"""
