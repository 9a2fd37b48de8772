"""What people, and others, may type into any field."""

STRANGE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% debug %}{coach_name}${7*7}",
    "quotes": "\"'><b>O’Brien & fils</b>",
    "right to left": "שרה ‮evil‬ مريم",
    "emoji": "👩‍👩‍👧‍👦 Zoë 🏳️‍🌈",
    "one endless word": "M" * 190,
    "combining": "Z̷̢͉͑a̴l̶g̷o̸" * 5,
    "no letter": "…",
}
