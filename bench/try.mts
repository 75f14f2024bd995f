const [, , file, name] = process.argv;
const { reportText } = await import('./report.ts');
const b = (await import(`./${file}`))[name!];
const o = await b.run({ size: process.argv[4] ?? 'tiny', minutes: process.argv[5] ? Number(process.argv[5]) : undefined, say: console.error });
console.log(reportText({ name: b.name, title: b.title, ...o }));
process.exit(0);
