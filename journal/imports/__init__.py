"""Import for every app: a workbook comes in, all its rows are checked, and then written at once or not at all.

    upload ─▸ READING (job) ─▸ UPLOADED ─ columns ─▸ CHECKING (job) ─▸ CHECKED ─ confirm ─▸ WRITING (job) ─▸ WRITTEN

steps.py: what a person does. reading.py: the job that finds the table and stages its rows as they stand; matching.py,
guessing.py, memory.py: which column is which. checking.py, verdict.py, mending.py: what the rows mean and what is wrong
with them; writing.py and undoing.py: into the register and out of it. staged.py: the set-based statements over staged
rows; meanwhile.py: the database keeps a chunk while Python looks at the next. What may be imported, and what is true of
it, a resource of an app above declares (resources.py says how). Nothing here knows an asset.
"""
