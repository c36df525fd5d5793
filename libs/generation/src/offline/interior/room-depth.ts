/** How near to the viewer floor, walls and ceiling are drawn, in metres from the back wall. */
export const nearest = 5.4;
