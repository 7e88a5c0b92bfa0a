extension ReportTemplate {
  /// The style sheet: the browser's own fonts, one column, wide things scroll in their own box.
  static let style = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --soft: #555; --paper: #fff;
      --line: #d9d9d9; --panel: #f5f5f3; --good: #00694d; --bad: #a63d00; --warn: #7a5400;
      --neutral: #0060a0; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8e8e6; --soft: #b0b0ac;
      --paper: #17181a; --line: #3c3e42; --panel: #222427; --good: #4cc9a0; --bad: #ff9a5c;
      --warn: #f0c050; --neutral: #70c0f5; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 60rem; color: var(--ink);
      background: var(--paper); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto,
      "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.5rem 0 0; }
    h2 { font-size: 1.2rem; margin: 2.25rem 0 0.6rem; padding-bottom: 0.2rem;
      border-bottom: 1px solid var(--line); }
    p, ul { margin: 0.6rem 0; }
    ul { padding-left: 1.4rem; }
    .subtitle, .note, figcaption, caption { color: var(--soft); }
    .subtitle { font-size: 1.05rem; margin: 0.3rem 0 0; }
    .note, figcaption, caption { font-size: 0.9rem; }
    .verdict { margin: 1.5rem 0; padding: 0.8rem 1.1rem; background: var(--panel);
      border-left: 0.4rem solid var(--tone); border-radius: 0.2rem; }
    .verdict .headline { font-size: 1.15rem; font-weight: 600; margin: 0; }
    .verdict .status { color: var(--tone); margin-right: 0.4rem; white-space: nowrap; }
    .good { --tone: var(--good); } .bad { --tone: var(--bad); }
    .warn { --tone: var(--warn); } .neutral { --tone: var(--neutral); }
    .warning { padding: 0.5rem 0.9rem; background: var(--panel);
      border-left: 0.25rem solid var(--warn); }
    .command { font: 0.9rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
      padding: 0.7rem 0.9rem; margin: 0.6rem 0; background: var(--panel); border-radius: 0.2rem;
      white-space: pre; overflow-x: auto; }
    .scroll { overflow-x: auto; margin: 0.8rem 0; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.95rem; }
    caption { text-align: left; padding-bottom: 0.4rem; }
    th, td { padding: 0.25rem 0.9rem 0.25rem 0; text-align: left; vertical-align: top;
      border-bottom: 1px solid var(--line); }
    th { font-weight: 600; }
    .number { text-align: right; padding-left: 0.9rem; white-space: nowrap; }
    .facts th { font-weight: 400; color: var(--soft); white-space: nowrap; }
    .facts td { overflow-wrap: anywhere; }
    figure { margin: 1.2rem 0; }
    figure svg { display: block; width: 100%; height: auto; background: #fff;
      border-radius: 0.2rem; }
    figcaption { margin-top: 0.4rem; position: sticky; left: 0; }
    @media screen and (max-width: 40rem) { figure { overflow-x: auto; }
      figure svg { min-width: calc(0.62 * var(--width, 30rem)); }
      .words { min-width: 7rem; } .facts th { white-space: normal; } .facts td { min-width: 9rem; } }
    .equations div { margin: 0.5rem 0; font-size: 1.1rem; }
    @media print { body { max-width: none; padding: 0; font-size: 10.5pt; }
      :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --line: #bbb;
        --panel: #f3f3f3; --good: #00694d; --bad: #a63d00; --warn: #7a5400; --neutral: #0060a0; }
      h2 { break-after: avoid; } figure, tr, .verdict, .command { break-inside: avoid; }
      .scroll { overflow: visible; break-inside: avoid; } figure svg { max-height: 20cm; }
      section:last-child { break-inside: avoid; }
      .command { white-space: pre-wrap; overflow-wrap: anywhere; } thead { display: table-header-group; } }
    """
}
