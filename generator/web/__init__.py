"""`baocao web`: the program as pages of this machine only, for people who do not use a terminal.

Here: addresses, forms, pages, long work in other processes. Not here: what a report is (`stories`).

Flask makes the pages, waitress serves them on the loopback address, and every long piece of work runs in a process of
its own.

    settings.py    what the server was asked for: folder, port, limits
    server.py      the loopback socket, the one-time address, one server a folder
    app.py         the Flask application put together
    oversize.py    connections: room for the next one; requests that are too large, received without being kept
    gate.py        one-time tokens, sessions, messages kept for the next page
    security.py    what a request must fulfil, and the headers of every answer
    names.py       names that people typed: shown, sent with a download, never used as a path
    uploads.py     what a file is by its content; a file taken in
    dossiers.py    the folder of one dossier; the workspace of all
    downloads.py   files on their way out
    reports.py     the finished reports of a dossier
    previews.py    pages of a Word file as pictures
    listing.py     the rows behind a figure of the overview: filters, pure
    charting.py    a chart as one object, for its picture and its table; overview_charts.py makes them of an overview
    returns.py     forms sent out and returns that wait: where they are
    wording.py     what the terminal's messages call things, in the words of the page
    work.py        long work seen from the server: started, watched, cancelled
    worker.py      the process that does it
    site.py        what a view gets at: settings, gate, workspace; the dossier asked for

How to add a road (one thing a person does, such as "Ban hành"):

1. `roads/<road>.py` with `ROAD = Road(blueprint)` (site.py). Every module of roads/ is found and registered by itself.
   Addresses within a dossier begin with `/h/<dossier:key>/`; the view takes no `key`: it calls `current_dossier()`, and
   `url_for("issue.show")` fills it in. Outside a dossier they are plain (`/so-sanh`).
2. `pages/<road>/….html`, extending `dossier.html` (with the dossier's navigation) or `base.html`. Blocks: `title`,
   `content`. Macros for tables of problems, forms and downloads stand in `macros.html`.
3. Navigation: `navigation.py` lists every road in order, by endpoint. One that is not registered is not shown.
4. A form posts with `{{ csrf_field() }}`, and where it changes a dossier with `{{ state_field() }}`; its view starts
   with `dossier.refuse_stale(request.form.get("state"))`. Both raise; the pages for that are there.
5. Anything that reads a workbook or a Word file, or takes longer than a blink, is work: `works/<kind>.py` with
   `TITLE`, `STEPS` and `run(dossier, wanted, on_step) -> dict` (JSON in, JSON out, no Flask). A view calls
   `return begin("<kind>", wanted)`; `Road(blueprint, landings={"<kind>": function})` says which address shows what came
   of it. `last_work("<kind>")` gives the state kept in the dossier's folder, also after a restart.
6. Files go out through `downloads.send(path, name)`. Files come in through `uploads.take(field, kinds, target)`.
   No name or path from a browser is ever used as one: `reports.report(dossier, key)` and `.file(name)` look it up.
"""
