// What the server sends, as types (docs/openapi.yaml has the same in words).

/** @typedef {"node" | "edge" | "formula"} Level */
/** @typedef {[slot: string, attribute: string, value: string]} Change */
/**
 * @typedef {object} Step
 * @property {number} index
 * @property {string} phase
 * @property {string} kind
 * @property {string} key
 * @property {number} iteration
 * @property {string | null} node
 * @property {string | null} edge
 * @property {number | null} path
 * @property {Level} stop
 * @property {string} group
 * @property {string | null} check
 * @property {string} sentence
 * @property {string} remark
 * @property {string} note
 * @property {string[]} cards
 * @property {string[]} formulas
 * @property {Change[]} shown
 */
/**
 * @typedef {object} GraphNode
 * @property {string} id
 * @property {string | null} name
 * @property {string} written
 * @property {string | null} role
 * @property {number} line
 * @property {number[]} shape
 * @property {{ text: string, verdict: string }} check
 * @property {string} remark
 * @property {{ key: string, closed: boolean } | null} fold
 */
/** @typedef {{ id: string, from: string, to: string }} GraphEdge */
/** @typedef {{ edge: string, cards: string[], formulas: string[] }} Aside */
/**
 * @typedef {object} Story
 * @property {string} title
 * @property {string} structure
 * @property {boolean} matrices
 * @property {string} focus
 * @property {string} arithmetic
 * @property {string | null} loss
 * @property {string} [svg]
 * @property {Record<string, string>} titles
 * @property {Step[]} steps
 * @property {Aside[]} asides
 * @property {GraphNode[]} nodes
 * @property {GraphEdge[]} edges
 * @property {{ leaf: string, paths: string[][] }[]} chains
 * @property {{ url: string, strip: string, fields: string, focuses: string }} [page]
 */

/** What is new in a picture in hand when only numbers have changed.
 * @typedef {object} Brief
 * @property {string} structure
 * @property {string} focus
 * @property {(Pick<Step, "index" | "shown"> & Partial<Step>)[]} steps
 */

export {};
