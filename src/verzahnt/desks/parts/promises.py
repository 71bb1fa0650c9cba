"""The ten promises, and which tests hold each of them: said once, for the page and for the document on data protection.

A test checks that each test named here is there.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """In short, and the tests that fail when it is broken, as `file::name`."""

    title: str
    tests: tuple[str, ...]


PROMISES = (
    Promise("No trace of a no", (
        "tests/stories/test_no_trace.py::test_a_conversation_that_came_to_nothing_leaves_the_same_bytes_as_none",
    )),
    Promise("The Jobcenter does not learn who came", (
        "tests/programme/test_bookings_walls.py"
        "::test_where_a_jobcenter_or_insurer_sits_nothing_about_a_person_can_be_asked",
        "tests/stories/test_handout.py::test_the_counsellor_who_copied_the_digits_sees_what_an_unused_card_shows",
        "tests/privacy/test_guessing.py"
        "::test_unused_foreign_and_wrong_number_are_the_same_answer_for_the_same_work",
    )),
    Promise("No diagnosis, no reason", (
        "tests/test_data_protection.py::test_no_column_asks_for_diagnosis_reason_benefit_or_insurer",
        "tests/privacy/test_canary.py::test_what_is_told_is_never_in_the_clear_and_in_the_end_nowhere",
    )),
    Promise("No name needed", (
        "tests/stories/test_card.py::test_somebody_without_smartphone_goes_from_the_paper_to_the_last_date",
    )),
    Promise("Cards are not stored", (
        "tests/privacy/test_linker.py::test_nothing_links_two_places_of_a_card",
        "tests/privacy/test_linker.py::test_the_order_of_hand_outs_leads_to_no_place",
        "tests/privacy/test_linker_counters.py::test_no_counter_tells_who_took_two_places",
        "tests/programme/test_bookings_walls.py::test_what_is_stored_names_no_card_and_links_no_two_places_of_one",
    )),
    Promise("What is kept has an end", (
        "tests/test_house.py::test_every_table_says_what_it_is_for_and_how_long_it_is_kept",
        "tests/test_house.py::test_what_is_about_a_single_person_has_an_end",
        "tests/privacy/test_what_is_kept.py::test_on_its_last_day_each_row_is_there_and_the_night_after_it_is_gone",
        "tests/desks/test_jobs.py::test_the_night_leaves_nothing_of_a_list_that_has_closed",
        "tests/desks/test_keeping_report.py::test_the_report_names_what_the_night_deletes_and_deletes_nothing",
        "tests/privacy/test_canary.py::test_without_the_months_key_a_copy_from_before_stays_shut",
    )),
    Promise("Small numbers stay hidden", (
        "tests/programme/test_evaluation.py"
        "::test_a_release_shows_what_is_large_enough_and_hides_what_would_betray_the_rest",
        "tests/programme/test_evaluation_rules.py"
        "::test_whoever_adds_and_subtracts_all_shown_figures_learns_no_hidden_one",
        "tests/programme/test_evaluation.py"
        "::test_a_later_release_that_would_betray_an_earlier_one_does_not_happen",
        "tests/desks/test_portal_search.py::test_places_are_words_and_never_a_number",
    )),
    Promise("The person sees and can delete everything", (
        "tests/stories/test_card.py::test_someone_deletes_everything_in_the_middle",
        "tests/desks/test_portal_card.py::test_everything_is_deleted_now",
        "tests/desks/test_portal_card_taking_part.py::test_everything_held_is_taken_along_in_the_readers_language",
        "tests/programme/test_bookings_taking_part.py::test_who_came_sees_it_under_the_own_card_and_nobody_elses",
        "tests/programme/test_bookings_taking_part.py::test_whoever_deletes_everything_changes_no_figure",
        "tests/desks/test_providers.py::test_who_calls_is_entered_waits_where_it_is_full_and_is_taken_out_again",
    )),
    Promise("No third party", (
        "tests/browser/test_every_page.py::test_every_public_page_is_open_to_everybody",
        "tests/config/test_middleware.py::test_a_page_that_only_looks_sets_no_cookie",
    )),
    Promise("Every look at a list is written down", (
        "tests/programme/test_attendance.py::test_every_look_at_a_list_stands_in_the_journal",
        "tests/programme/test_attendance_links.py"
        "::test_a_link_opens_the_list_of_its_run_and_stands_in_the_journal_by_its_name",
        "tests/programme/test_attendance.py"
        "::test_nobody_opens_a_list_of_others_a_closed_list_or_without_the_right",
    )),
)
