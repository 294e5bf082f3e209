"""The parts of the reference that are generated, by name. Nothing here needs Sphinx, so that tests can ask for them."""

from collections.abc import Callable

from reference import commands, costs, kit, notes, plugins, settings

SECTIONS: dict[str, Callable[[], str]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        commands.commands,
        commands.shared_options,
        commands.exit_codes,
        notes.properties,
        notes.yearly_dates,
        notes.dates,
        notes.spans,
        notes.tier_words,
        notes.channels,
        notes.outcomes,
        notes.introduction_states,
        notes.meeting_words,
        notes.plan_fields,
        notes.not_people,
        notes.conflict_copies,
        notes.query_keys,
        settings.settings,
        settings.plugin_settings,
        settings.user_settings,
        settings.plugin_list,
        settings.problems,
        plugins.hook_list,
        plugins.hooks,
        plugins.context,
        plugins.values,
        plugins.notes_and_calendar,
        kit.fixtures,
        kit.contract,
        kit.contract_rules,
        kit.kit,
        kit.made_up,
        kit.new_plugin,
        costs.costs,
        costs.costs_against_budgets,
    )
}
"""What ``{generated}`` can stand for in a page, each a function that returns Markdown."""
