"""Records of visits to web sites: WACZ files, and the WARC files in them."""
