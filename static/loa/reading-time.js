/* Counts a text's syllables as cms/reading_time.py does, and tells beside the editor's text how
   long it takes to read while somebody types. Without it the page shows what was saved. */
(() => {
    "use strict";

    const TOKEN = /\d+(?:\.\d{3})+(?!\d)|\d+|\p{L}+|[%+=/&]/gu;
    const SAID = { "%": 2, "+": 1, "=": 1, "/": 1, "&": 1 };
    const SYLLABLE =
        /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;
    const VOWELS = /[aeiouy]+/g;

    const plain = (token) =>
        token.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

    function belowThousand(group, whole) {
        const hundreds = Math.floor(group / 100);
        const rest = group % 100;
        const tens = Math.floor(rest / 10);
        const said = hundreds || whole ? 2 : 0;
        if (!rest) return said;
        if (tens === 0) return said + (said ? 2 : 1);
        return said + (tens === 1 ? 1 : 2) + (rest % 10 > 0 ? 1 : 0);
    }

    function number(digits) {
        if (digits.length > 9 || (digits[0] === "0" && digits.length > 1)) return digits.length;
        let rest = Number(digits);
        if (!rest) return 1;
        const groups = [];
        while (rest) {
            groups.push(rest % 1000);
            rest = Math.floor(rest / 1000);
        }
        return groups.reduce(
            (said, group, power) =>
                group
                    ? said + belowThousand(group, power < groups.length - 1) + (power > 0 ? 1 : 0)
                    : said,
            0,
        );
    }

    function saidIn(token) {
        if (/^\d/.test(token)) return number(token.replaceAll(".", ""));
        if (token in SAID) return SAID[token];
        const bare = plain(token);
        if (SYLLABLE.test(bare)) return 1;
        if (token === token.toUpperCase() && token !== token.toLowerCase()) return [...token].length;
        return Math.max(1, (bare.match(VOWELS) || []).length);
    }

    const syllables = (text) =>
        (text.normalize("NFC").match(TOKEN) || []).reduce((sum, token) => sum + saidIn(token), 0);

    function onScreen(seconds) {
        const hours = Math.floor(seconds / 3600);
        const minutes = Math.floor((seconds % 3600) / 60);
        const two = (value) => String(value).padStart(2, "0");
        return hours
            ? `${hours}h${two(minutes)}'${two(seconds % 60)}"`
            : `${minutes}'${two(seconds % 60)}"`;
    }

    /* What stands in the form: the speaking lines, or the text of the rich text field. */
    function written(form) {
        const lines = [...form.querySelectorAll("textarea[name^='script-'][name$='-value-text']")];
        const kept = lines.filter((line) => {
            const deleted = line.name.replace("-value-text", "-deleted");
            return form.elements[deleted]?.value !== "1";
        });
        const texts = kept.map((line) => line.value);
        const body = form.elements.body?.value || "";
        try {
            texts.push(...(JSON.parse(body)?.blocks || []).map((block) => block.text));
        } catch {
            texts.push(body);
        }
        return texts.join("\n");
    }

    function follow(place) {
        const form = place.closest("form");
        const time = place.querySelector("[data-time]");
        const count = place.querySelector("[data-syllables]");
        const perMinute = Number(place.dataset.perMinute);
        let before = null;
        const tell = () => {
            const text = written(form);
            if (text === before) return;
            before = text;
            const said = syllables(text);
            time.textContent = onScreen(Math.round((said * 60) / perMinute));
            count.textContent = said;
        };
        /* The rich text field and blocks that are moved or deleted send no event of their own. */
        setInterval(tell, 1000);
        form.addEventListener("input", tell);
    }

    globalThis.loaSyllables = syllables;
    if (globalThis.document) {
        addEventListener("DOMContentLoaded", () => {
            document.querySelectorAll("[data-loa-reading-time]").forEach(follow);
        });
    }
})();
