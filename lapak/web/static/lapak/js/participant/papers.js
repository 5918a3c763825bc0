/** The page of papers: photographs are sent as soon as they are taken. */

import { Uploads } from "./uploads.js";

const area = document.getElementById("dokumen");
if (area) new Uploads(area, "papers");
