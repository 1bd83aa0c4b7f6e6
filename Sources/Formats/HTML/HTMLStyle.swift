/// How the report looks: one column and a margin on wide screens, notes below their paragraph on
/// narrow ones, light or dark as the reader's system is, and fit for paper.
enum HTMLStyle {
    static let text = """
        :root{color-scheme:light dark;--page:#fffdf8;--ink:#1f1d1a;--dim:#5f594f;--line:#ddd6c8;\
        --card:#f7f3ea;--link:#0b57a4;--yellow:#fff0a0;--orange:#ffd9ae;--pink:#ffd2e1;\
        --green:#c8efcd;--blue:#cde3ff;--purple:#e5d5ff}
        @media (prefers-color-scheme:dark){:root{--page:#171614;--ink:#e9e6e0;--dim:#aaa396;\
        --line:#3b372f;--card:#211f1b;--link:#9cc7ff;--yellow:#574700;--orange:#663a00;\
        --pink:#66263f;--green:#1e4d2b;--blue:#1c3f66;--purple:#45307a}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1.5rem 1.25rem 4rem;max-width:42rem;background:var(--page);\
        color:var(--ink);font:1.0625rem/1.6 Charter,"Iowan Old Style",Georgia,serif;\
        overflow-wrap:anywhere}
        a{color:var(--link)}
        h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}
        h2{font:600 1rem/1.4 system-ui,sans-serif;margin:2.5rem 0 1rem;padding-top:1rem;\
        border-top:1px solid var(--line)}
        .by,nav,.who,.tags,.place{font:.8125rem/1.5 system-ui,sans-serif;color:var(--dim);margin:0}
        header{margin:0 0 2rem}
        nav ol{padding-inline-start:1.5rem}
        main>article+article{margin-top:4rem;padding-top:2rem;border-top:3px double var(--line)}
        .text::after{content:"";display:block;clear:both}
        .row{display:flex;flex-direction:column}
        .line{margin:0;white-space:pre-wrap}
        .gap{padding-top:1rem}
        mark{color:inherit;background:var(--yellow);border-bottom:2px solid transparent;\
        padding:.1em 0;-webkit-box-decoration-break:clone;box-decoration-break:clone;\
        print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .orange{background:var(--orange)}
        .pink{background:var(--pink)}
        .green{background:var(--green)}
        .blue{background:var(--blue)}
        .purple{background:var(--purple)}
        mark.d2{border-bottom-color:currentColor}
        mark.d3{border-bottom:4px double currentColor}
        .ref{font:600 .6875em/1 system-ui,sans-serif;vertical-align:super;text-decoration:none;\
        padding:0 .15em}
        aside{order:1;padding:.75rem 0}
        .note{background:var(--card);border-inline-start:3px solid var(--line);border-radius:4px;\
        padding:.625rem .75rem;margin:0 0 .75rem;font-size:.9375rem;line-height:1.5}
        .note:target,.ref:target{outline:2px solid var(--link)}
        .said{white-space:pre-wrap;margin:.25rem 0 0}
        .answer{border-inline-start:2px solid var(--line);margin:.625rem 0 0;padding-inline-start:\
        .625rem}
        .swatch{color:var(--ink);background:var(--yellow);border-radius:3px;padding:0 .35em}
        .swatch.orange{background:var(--orange)}
        .swatch.pink{background:var(--pink)}
        .swatch.green{background:var(--green)}
        .swatch.blue{background:var(--blue)}
        .swatch.purple{background:var(--purple)}
        blockquote{margin:0 0 .375rem;padding-inline-start:.75rem;border-inline-start:3px solid \
        var(--line);white-space:pre-wrap}
        @media (min-width:72rem){body{max-width:68rem}header,h2{max-width:42rem}\
        .row{display:block}.line{width:42rem}\
        aside{float:right;clear:right;width:22rem;padding:.25rem 0 0}\
        section .note{max-width:42rem}}
        @media print{:root{--page:#fff;--ink:#000;--dim:#444;--line:#bbb;--card:#fff;--link:#000;\
        --yellow:#fff0a0;--orange:#ffd9ae;--pink:#ffd2e1;--green:#c8efcd;--blue:#cde3ff;\
        --purple:#e5d5ff}body{max-width:none;padding:0;font-size:11pt}nav{display:none}\
        .note{break-inside:avoid;border:1px solid var(--line)}h1,h2{break-after:avoid}\
        main>article+article{break-before:page;border:0}}

        """
}
