"""What is wrong in Textual itself and cannot be put right from outside, one file for each.

Each says what happens without it, and when it can go; a test holds that it is still needed.
"""
