// What a program that embeds the engine needs besides this module's own types: events and sessions, runs and how
// they are read, findings and how they are drawn.
@_exported public import OnsetEngine
@_exported public import OnsetRuns
@_exported public import OnsetText
