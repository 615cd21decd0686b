// What the server sends, as types (docs/openapi.yaml has the same in words).

/** How finely one walks; at "round" a round of learning that is like the first one is one step.
 * @typedef {"round" | "node" | "edge" | "formula"} Level */
/** @typedef {[slot: string, attribute: string, value: string]} Change */
/**
 * Where somebody who walks may stop.
 * @typedef {object} Stop
 * @property {number} index
 * @property {string} phase
 * @property {Level} stop  how finely one walks who stops there
 * @property {string} key
 * @property {number} iteration
 * @property {string} [ask]  its number is withheld; the question that asks for it
 */
/**
 * @typedef {object} StepAlone
 * @property {string} kind
 * @property {string | null} node
 * @property {string | null} edge
 * @property {number | null} path
 * @property {string} group
 * @property {string} sentence
 * @property {string[]} formulas
 * @property {Record<string, string>} [lines]  by its place, a formula as it stands beside the picture, with as
 *   few digits as that
 * @property {Change[]} shown
 */
/** @typedef {Stop & StepAlone} Step */
/** What a screen of the stage has besides, where there is no explanation.
 * @typedef {Step & { round: number, cards: string[], note: string, remark: string, veil?: import("./veil.js").Piece[], layers?: string[] }} StageStep */
/**
 * @typedef {object} GraphNode
 * @property {string} id
 * @property {string | null} name
 * @property {string} written
 * @property {string | null} role
 * @property {number} line
 * @property {string | null} op
 * @property {number[]} shape
 */
/** @typedef {{ id: string, from: string, to: string }} GraphEdge */
/** What is said, as markup in which each part has the steps at which it is there; the title of a
 * thing.
 * @typedef {{ title?: string, html: string }} Explanation */
/**
 * @typedef {object} Story
 * @property {string} title
 * @property {string} structure
 * @property {boolean} matrices
 * @property {string} focus
 * @property {string} arithmetic
 * @property {string | null} loss
 * @property {string} [svg]
 * @property {Step[]} steps
 * @property {import("./client.js").Problem[]} doubts
 * @property {Step | null} [locked]  the step whose number is withheld and asked for
 * @property {GraphNode[]} nodes
 * @property {GraphEdge[]} edges
 * @property {Record<string, Explanation>} [explanations]  by group of steps, node and wire
 * @property {Record<string, string[]>} [said]  what they point to besides the steps' formulas
 * @property {{ url: string, strip: string, figure: string, beside: string, fields: string, claims: string, focuses: string, views: string }} [page]
 */

/** What is new in a picture in hand when only numbers have changed.
 * @typedef {object} Brief
 * @property {string} structure
 * @property {string} focus
 * @property {(Pick<Step, "index" | "shown"> & Partial<Step>)[]} steps
 * @property {Record<string, Explanation>} explanations
 * @property {Record<string, string[]>} said
 */

export {};
