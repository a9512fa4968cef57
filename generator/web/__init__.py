"""`baocao web`: the program as pages of this machine only, for people who do not use a terminal.

Here: addresses, forms, pages, long work in other processes. Not here: what a report is (`stories`).

Flask makes the pages, waitress serves them on the loopback address, and every long piece of work runs in a process of
its own.

    views/     one file for each thing a person does: addresses and forms
    tasks/     one file for each kind of long work: JSON in, JSON out, no Flask
    pages/     the pages, a folder for each view
    static/    style, script, charts

Beside them stand the server, what a request must fulfil, and what views share.

How to add a view (one thing a person does, such as "Ban hành"):

1. `views/<view>.py` with `VIEW = View(blueprint)` (site.py). Every module of views/ is found and registered by itself.
   Addresses within a dossier begin with `/h/<dossier:key>/`; the view takes no `key`: it calls `current_dossier()`, and
   `url_for("issue.show")` fills it in. Outside a dossier they are plain (`/so-sanh`).
2. `pages/<view>/….html`, extending `dossier.html` (with the dossier's navigation) or `base.html`. Blocks: `title`,
   `content`. Macros for tables of problems, forms and downloads stand in `macros.html`.
3. Navigation: `navigation.py` lists every view in order, by endpoint. One that is not registered is not shown.
4. A form posts with `{{ csrf_field() }}`, and where it changes a dossier with `{{ state_field() }}`; its view starts
   with `dossier.refuse_stale(request.form.get("state"))`. Both raise; the pages for that are there.
5. Anything that reads a workbook or a Word file, or takes longer than a blink, is work: `tasks/<kind>.py` with
   `TITLE`, `STEPS` and `run(dossier, wanted, on_step) -> dict` (JSON in, JSON out, no Flask). A view calls
   `return begin("<kind>", wanted)`; `View(blueprint, landings={"<kind>": function})` says which address shows what came
   of it. `last_work("<kind>")` gives the state kept in the dossier's folder, also after a restart.
6. Files go out through `downloads.send(path, name)`. Files come in through `uploads.take(field, kinds, target)`.
   No name or path from a browser is ever used as one: `reports.report(dossier, key)` and `.file(name)` look it up.
"""
