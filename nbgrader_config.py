"""The course folder for nbgrader: where things are, and the words by which cells are cut.

Run nbgrader in this folder. `source/` is the truth; `exercises/` (for trainees) and `solutions/` are made from it by
`make exercises`, which tests compare with what is committed.
"""

c = get_config()  # noqa: F821 - nbgrader gives it to this file

c.CourseDirectory.course_id = "tutor-sebaya"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.solution_directory = "solutions"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"

# The words in the cells of source/. nbgrader spells these options "delimeter".
c.ClearSolutions.begin_solution_delimeter = "### MULAI JAWABAN"
c.ClearSolutions.end_solution_delimeter = "### AKHIR JAWABAN"
c.ClearSolutions.code_stub = {"python": "# Tulis jawaban Anda di sini."}
c.ClearSolutions.text_stub = "*Tulis jawaban Anda di sini.*"
c.ClearHiddenTests.begin_test_delimeter = "### MULAI TES TERSEMBUNYI"
c.ClearHiddenTests.end_test_delimeter = "### AKHIR TES TERSEMBUNYI"
c.ClearMarkScheme.begin_mark_scheme_delimeter = "### MULAI PEDOMAN NILAI"
c.ClearMarkScheme.end_mark_scheme_delimeter = "### AKHIR PEDOMAN NILAI"

# The course's local time: for reading and setting deadlines. WITA: Asia/Makassar; WIT: Asia/Jayapura.
# The gradebook keeps UTC, and so must c.Exchange.timezone: nbgrader would read "23:59 WIB" as 23:59 UTC.
c.NbGraderAPI.timezone = "Asia/Jakarta"

# Late work is named, and loses nothing unless you say so. Like this, it loses everything:
#   c.LateSubmissionPlugin.penalty_method = "zero"
# A rule of your own is a class, see nbgrader's documentation:  c.AssignLatePenalties.plugin_class = "my.Plugin"

# Waiting for a kernel to end by itself is a fifth of the time that a submission takes; nothing of it is kept.
c.Execute.shutdown_kernel = "immediate"
c.Execute.timeout = 60
