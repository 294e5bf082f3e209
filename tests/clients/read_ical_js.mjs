// Prints the events of the feeds named on the command line as JSON, a list a feed, as ical.js reads them.
// The first argument is the folder that holds node_modules.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...paths] = process.argv.slice(2);
const library = join(resolve(folder), "node_modules", "ical.js", "dist", "ical.js");
const { default: ICAL } = await import(pathToFileURL(library));

const written = (time) => time.toICALString();

const read = (path) =>
  new ICAL.Component(ICAL.parse(readFileSync(path, "utf8"))).getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component, { strictExceptions: true });
    return [event.uid, written(event.startDate), event.summary ?? "", event.description ?? ""];
  });

console.log(JSON.stringify(paths.map(read)));
