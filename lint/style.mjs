/**
 * The style of the pages: what they do not say, and what they say instead.
 *
 * A rule is `[what it finds, what to write, an example that it must find]`. A space in what it finds is any white space,
 * case does not matter, and a match starts and ends at the border of a word where it starts or ends with a letter.
 */

const PHRASES = [
  ["[\\u00ab\\u00bb\\u2039\\u203a]", "straight quotation marks, or code", "the \u00abend\u00bb of the stream"],
  ["(?:who|whom)(?:so)?ever", "name the one who acts: you, the writer, the reader, a caller", "whoever has to wait"],
  ["likes? .{1,20} best", "… is recommended", "it likes ≥ 22 best"],
  ["looks? (?:whether|if)", "checks whether", "looks whether the writer has moved"],
  ["(?:takes?|taking|took) the place of", "replaces", "what takes the place of which call"],
  ["of which call of", "maps the calls of … to their counterparts", "says what it is of which call of Agrona"],
  ["(?:has|have|had) said meanwhile", "has claimed, has closed: say what happened", "the writer has said meanwhile that"],
  ["(?:is|are|was|were|be|been) told", "is reported, is printed, gets", "an output that fails is told about too"],
  ["tells? (?:more|the rest)", "has the details", "`--help` tells the rest"],
  ["(?:that|those) of the others?", "name it", "its position and that of the other"],
  ["so how come", "say what is wrong", "so how come by this one"],
  ["as this (?:side|half) of it sees it", "as seen by this half", "those of the ring, as this side of it sees it"],
  ["the only \\w+ there is", "say what it is", "the only form there is"],
  ["(?:holds?|holding|held) up (?:no|nobody|none|no one)", "does not block …", "and holds up no thread"],
  ["nobody waits for", "say who does not wait", "nobody waits for the tests"],
  ["(?:must|may|can|could|need|has|have) not be waited for", "say who does not wait", "readers that must not be waited for"],
  ["hear of it|hears of it|heard of it", "gets the error, is woken: say what happens", "the writer hears of it"],
  ["learns? of it", "gets the error, sees it", "the reader learns of it too"],
  ["in the midst of", "during", "a close in the midst of a copy"],
  ["anew", "again", "the pictures are drawn anew"],
  ["where(?:of|by|in|upon)|there(?:of|by|in|upon)|here(?:of|by|in|upon)", "say it with a short word: of it, by it, in it", "the ring and the ends thereof"],
  ["is asked first", "frequently asked questions", "answers what is asked first"],
  ["to be had", "available", "it is not to be had here"],
];

/** One way to state a ratio. */
const RATIOS = [
  ["\\d[\\d.,]* ?(?:×|x|times) (?:faster|slower|quicker)", "N × as fast", "it is 2.1 times faster"],
  ["\\d[\\d.,]* ?(?:%|percent|per cent) (?:faster|slower|quicker)", "N × as fast", "it is 12 % faster"],
  ["\\d[\\d.,]* times as (?:fast|slow|much|many|long)", "N × as fast", "2.1 times as fast"],
];

/**
 * British spellings, and the American ones. `cancelled` is not among them: Kotlin's own names spell it so
 * (`isCancelled`, `CancellationException`), and one page would have both.
 */
const SPELLINGS = [
  ...[
    "author", "capital", "categor", "character", "custom", "equal", "final", "general", "initial", "item",
    "linear", "local", "maxim", "memor", "minim", "modern", "normal", "optim", "organ", "parallel", "prioriti",
    "real", "recogn", "serial", "deserial", "special", "stabil", "standard", "summar", "synchron", "token", "util",
    "vector", "visual", "virtual", "random", "penal", "monopol", "central", "critic", "emphas", "apolog",
  ].map((stem) => [
    `${stem}is(e|es|ed|er|ers|ing|able|ability|ation|ations)`, `${stem}iz…`, `they ${stem}ise it`,
  ]),
  ...["behavi", "col", "fav", "flav", "harb", "hon", "lab", "neighb", "rum", "hum", "arm", "vap"].map((stem) => [
    `(?:dis|mis|multi)?${stem}our(s|ed|ing|ful|able|ite|ites|al|hood|hoods|less)?`,
    `${stem}or…`,
    `the ${stem}our of it`,
  ]),
  ...["cent", "met", "kilomet", "fib", "lit", "theat"].map((stem) => [`${stem}res?`, `${stem}er`, `the ${stem}re`]),
  ...["label", "model", "signal", "level", "total", "travel", "channel", "marshal", "tunnel", "fuel", "dial"].map((stem) => [
    `(?:un|re)?${stem}l(ed|ing|er|ers)`, `${stem}ed, ${stem}ing`, `it was ${stem}led`,
  ]),
  ["(?:sub)?licences?", "license", "the licence of it"],
  ["defences?", "defense", "no defence"],
  ["offences?", "offense", "no offence"],
  ["pretences?", "pretense", "a pretence"],
  ["practis(?:e|es|ed|ing)", "practice", "to practise it"],
  ["analys(?:e|ed|er|ing)", "analyze", "to analyse it"],
  ["catalogues?", "catalog", "a catalogue"],
  ["dialogues?", "dialog", "a dialogue"],
  ["artefacts?", "artifact", "an artefact"],
  ["judgements?", "judgment", "a judgement"],
  ["acknowledgements?", "acknowledgment", "an acknowledgement"],
  ["programmes?", "program", "a programme"],
  ["grey(?:s|ed|er|ish)?", "gray", "a grey line"],
  ["whilst", "while", "whilst it waits"],
  ["amongst", "among", "amongst others"],
  ["learnt", "learned", "it has learnt"],
  ["burnt", "burned", "it has burnt"],
  ["spelt", "spelled", "it is spelt"],
  ["ageing", "aging", "an ageing JDK"],
  ["for ever", "forever", "it would go on for ever"],
  ["per cent", "percent", "ten per cent"],
  ["maths", "math", "the maths of it"],
  ["enrol(?:s|ment)?", "enroll", "to enrol"],
  ["fulfil(?:s|ment)?", "fulfill", "to fulfil"],
  ["skilful", "skillful", "a skilful test"],
  ["cheques?", "check", "a cheque"],
  ["tyres?", "tire", "a tyre"],
];

const LETTER = "[\\p{L}\\p{N}]";

function rule([pattern, write, example]) {
  const words = pattern.replaceAll(" ", "\\s+");
  const edge = /^\[/.test(pattern) ? "" : `(?<!${LETTER})`;
  const end = /\]$/.test(pattern) ? "" : `(?!${LETTER})`;
  return { pattern: new RegExp(`${edge}(?:${words})${end}`, "giu"), write, example };
}

export const STYLE = [...PHRASES, ...RATIOS, ...SPELLINGS].map(rule);

/** Every match in a text: where it starts, what was found, what to write instead. */
export function findings(text) {
  return STYLE.flatMap(({ pattern, write }) =>
    [...text.matchAll(pattern)].map((match) => ({ index: match.index, found: match[0].replace(/\s+/gu, " "), write })),
  );
}
