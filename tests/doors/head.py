"""Where the head of the institution gets something else than a respondent: the head reads, colleagues do.

A department's own work says so with a sentence; a question that is being prepared is its department's alone.
"""

SAYS_SO, GONE = 403, 404

OTHERWISE = dict.fromkeys(
    """
    desk:assignment desk:extension desk:pause desk:interim
    desk:execution_plan desk:execution_report desk:execution_row desk:execution_new_row desk:execution_new_file
    desk:execution_file_removal
    desk:gathering_new desk:gathering_edition desk:gathering_cancellation desk:gathering_people desk:gathering_export
    desk:gathering_destruction desk:gathering_door desk:gathering_code desk:gathering_counts desk:gathering_files
    desk:gathering_minutes
    desk:question_new desk:report_publication
    """.split(),
    SAYS_SO,
) | dict.fromkeys(
    """
    desk:question desk:question_step desk:question_file desk:question_review desk:question_return
    desk:question_publication desk:question_withdrawal desk:question_letter desk:question_letter_print
    """.split(),
    GONE,
)
