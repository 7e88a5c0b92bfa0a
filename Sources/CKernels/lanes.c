#include "fs_lanes.h"

#include "dispatch.h"
#include <math.h>

#define LANES FS_BATCH_LANES
#define LANE fs_lanes
#define RUN fs_lane_run
#include "lane_run.h"
#undef LANES
#undef LANE
#undef RUN

#define LANES FS_STAGE_LANES
#define LANE fs_stages
#define RUN fs_stage_run
#include "lane_run.h"
