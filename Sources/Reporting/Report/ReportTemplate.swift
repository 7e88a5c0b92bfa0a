/// The page every report is poured into, in Mustache.
///
/// Double braces escape; the triple ones hold only markup made here: inlined SVG and checked
/// MathML. The policy tells the browser to run and to load nothing, whatever a restyled picture
/// may hold.
enum ReportTemplate {
  /// The page.
  static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="generator" content="FastSlow">
    <title>{{title}}</title>
    <style>
    {{{style}}}
    </style>
    </head>
    <body>
    <header>
    <h1>{{title}}</h1>
    {{#subtitle}}
    <p class="subtitle">{{subtitle}}</p>
    {{/subtitle}}
    </header>
    <main>
    {{#verdict}}
    <section class="verdict {{status}}" aria-label="Verdict">
    <p class="headline"><span class="status">{{sign}}</span> {{headline}}</p>
    {{#hasReasons}}
    <ul>
    {{#reasons}}
    <li>{{.}}</li>
    {{/reasons}}
    </ul>
    {{/hasReasons}}
    </section>
    {{/verdict}}
    <section>
    <h2>What was asked</h2>
    <pre class="command">{{command}}</pre>
    </section>
    {{#sections}}
    <section>
    <h2>{{heading}}</h2>
    {{#contents}}
    {{#paragraph}}
    <p>{{paragraph}}</p>
    {{/paragraph}}
    {{#list}}
    <ul>
    {{#items}}
    <li>{{.}}</li>
    {{/items}}
    </ul>
    {{/list}}
    {{#facts}}
    <div class="scroll"><table class="facts"><tbody>
    {{#pairs}}
    <tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
    {{/pairs}}
    </tbody></table></div>
    {{/facts}}
    {{#table}}
    <div class="scroll"><table>
    {{#caption}}
    <caption>{{caption}}</caption>
    {{/caption}}
    <thead><tr>{{#headers}}<th scope="col" class="{{align}}">{{text}}</th>{{/headers}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr>{{#cells}}<td class="{{align}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    </table></div>
    {{#elided}}
    <p class="note">{{elided}}</p>
    {{/elided}}
    {{/table}}
    {{#figure}}
    <figure>
    {{{svg}}}
    <figcaption>{{figureCaption}}{{#notes}} <span class="note">{{.}}.</span>{{/notes}}</figcaption>
    </figure>
    {{/figure}}
    {{#equations}}
    <div class="scroll equations">
    {{#lines}}
    <div>{{{math}}}{{plain}}</div>
    {{/lines}}
    </div>
    {{/equations}}
    {{#warning}}
    <p class="warning"><strong>Warning.</strong> {{warning}}</p>
    {{/warning}}
    {{#typed}}
    <pre class="command">{{typed}}</pre>
    {{/typed}}
    {{/contents}}
    </section>
    {{/sections}}
    <section>
    <h2>How to reproduce</h2>
    {{#reproduction}}
    <p>{{.}}</p>
    {{/reproduction}}
    <pre class="command">{{command}}</pre>
    </section>
    </main>
    </body>
    </html>

    """
}
