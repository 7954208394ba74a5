"""Screens: what the app can show as a whole. Each routes messages; none touches the library itself."""
