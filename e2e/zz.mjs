import { hostileFiles } from '../libs/pipeline-file/src/hostile/hostile.story.ts';
const { parsePipeline } = await import('../libs/pipeline-file/dist/index.js');
const all=hostileFiles(); console.log(all.length);
const res=[];
for (const {what,yaml} of all){const t=process.cpuUsage(); let r; try{r=parsePipeline(yaml)}catch(e){console.log('THROWS',what,e.message);continue} const u=process.cpuUsage(t); const d=(u.user+u.system)/1000; if(d>250)console.log(d|0,what); if(!r.findings.some(f=>f.severity==='error')) console.log('NO FINDING', what, JSON.stringify(r.findings).slice(0,150)); }
res.sort((a,b)=>b[0]-a[0]); for (const [d,w] of res.slice(0,30)) console.log(d|0,w);
