"""Import for every app: a workbook comes in, all its rows are checked, and then written at once or not at all.

    upload ─▸ UPLOADED ─ columns ─▸ CHECKING (job) ─▸ CHECKED ─ confirm ─▸ WRITING (job) ─▸ WRITTEN

steps.py: what a person does; checking.py and writing.py: what the two jobs do; reading.py: from the file to lines;
staged.py: the set-based statements over staged rows. What may be imported, and what is true of it, a resource of an
app above declares (resources.py says how). Nothing here knows an asset.
"""
